import type { Module, ModuleDependencies } from '@packages/platform/module';

import { createPaymentsHandlers } from './application/handlers.ts';
import type { PaymentsPorts } from './application/ports.ts';
import { createPaymentsUseCases } from './application/use-cases.ts';
import { createPaymentGateway } from './infrastructure/externals/payment-gateway.ts';
import { createPaymentsPersistence } from './infrastructure/persistence.ts';
import { createPaymentsRoutes } from './interface/http/routes.ts';

export { migrations as paymentsMigrations } from './infrastructure/migrations.ts';

/** Wires the layers of the context, which know each other from the inside out only. */
export function createPaymentsModule(dependencies: ModuleDependencies): Module {
  const { clock, http, ids } = dependencies;
  const { queries, unitOfWork } = createPaymentsPersistence(dependencies);
  const ports: PaymentsPorts = {
    unitOfWork,
    queries,
    clock,
    ids,
    paymentGateway: createPaymentGateway(dependencies),
  };
  const useCases = createPaymentsUseCases(ports);
  return {
    name: 'payments',
    schema: 'payments',
    routes: createPaymentsRoutes({ useCases, unitOfWork, http }),
    handlers: createPaymentsHandlers(ports),
    sweeps: [],
  };
}
