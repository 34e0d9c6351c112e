import type { UnitOfWork } from '@packages/kernel/application';
import type { HttpTools } from '@packages/platform/http';
import { Elysia, type AnyElysia } from 'elysia';

import type { PaymentsUseCases } from '../../application/use-cases.ts';
import { paymentRoutes } from './payments.routes.ts';
import { disputeRoutes } from './disputes.routes.ts';

export interface PaymentsRoutes {
  readonly useCases: PaymentsUseCases;
  readonly unitOfWork: UnitOfWork<unknown>;
  readonly http: HttpTools;
}

export function createPaymentsRoutes({ useCases, unitOfWork, http }: PaymentsRoutes): AnyElysia {
  const endpoint = http.endpoints(unitOfWork);
  return new Elysia()
    .use(paymentRoutes(useCases.payment, endpoint))
    .use(disputeRoutes(useCases.dispute, endpoint));
}
