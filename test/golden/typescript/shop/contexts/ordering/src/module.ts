import type { Module, ModuleDependencies } from '@packages/platform/module';

import { createOrderingHandlers } from './application/handlers.ts';
import type { OrderingPorts } from './application/ports.ts';
import { expireOrderFulfilment } from './application/sagas/order-fulfilment.ts';
import { createOrderingUseCases } from './application/use-cases.ts';
import { createOrderingPersistence } from './infrastructure/persistence.ts';
import { createOrderingRoutes } from './interface/http/routes.ts';

export { migrations as orderingMigrations } from './infrastructure/migrations.ts';

/** Wires the layers of the context, which know each other from the inside out only. */
export function createOrderingModule(dependencies: ModuleDependencies): Module {
  const { clock, http, ids } = dependencies;
  const { queries, unitOfWork } = createOrderingPersistence(dependencies);
  const ports: OrderingPorts = {
    unitOfWork,
    queries,
    clock,
    ids,
  };
  const useCases = createOrderingUseCases(ports);
  return {
    name: 'ordering',
    schema: 'ordering',
    routes: createOrderingRoutes({ useCases, unitOfWork, http }),
    handlers: createOrderingHandlers(ports),
    sweeps: [
      {
        name: 'ordering.order-fulfilment.deadlines',
        everyMs: 5_000,
        run: expireOrderFulfilment(ports),
      },
    ],
  };
}
