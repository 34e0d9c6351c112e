import type { UnitOfWork } from '@packages/kernel/application';
import type { HttpTools } from '@packages/platform/http';
import { Elysia, type AnyElysia } from 'elysia';

import type { OrderingUseCases } from '../../application/use-cases.ts';
import { orderRoutes } from './orders.routes.ts';
import { returnRoutes } from './returns.routes.ts';
import { knownProductRoutes } from './known-products.routes.ts';

export interface OrderingRoutes {
  readonly useCases: OrderingUseCases;
  readonly unitOfWork: UnitOfWork<unknown>;
  readonly http: HttpTools;
}

export function createOrderingRoutes({ useCases, unitOfWork, http }: OrderingRoutes): AnyElysia {
  const endpoint = http.endpoints(unitOfWork);
  return new Elysia()
    .use(orderRoutes(useCases.order, endpoint))
    .use(returnRoutes(useCases.return, endpoint))
    .use(knownProductRoutes(useCases.readModels.knownProduct, endpoint));
}
