import type { Module, ModuleDependencies } from '@packages/platform/module';

import { createCatalogHandlers } from './application/handlers.ts';
import type { CatalogPorts } from './application/ports.ts';
import { createCatalogUseCases } from './application/use-cases.ts';
import { createCatalogPersistence } from './infrastructure/persistence.ts';
import { createCatalogRoutes } from './interface/http/routes.ts';

export { migrations as catalogMigrations } from './infrastructure/migrations.ts';

/** Wires the layers of the context, which know each other from the inside out only. */
export function createCatalogModule(dependencies: ModuleDependencies): Module {
  const { clock, http, ids } = dependencies;
  const { queries, unitOfWork } = createCatalogPersistence(dependencies);
  const ports: CatalogPorts = {
    unitOfWork,
    queries,
    clock,
    ids,
  };
  const useCases = createCatalogUseCases(ports);
  return {
    name: 'catalog',
    schema: 'catalog',
    routes: createCatalogRoutes({ useCases, unitOfWork, http }),
    handlers: createCatalogHandlers(ports),
    sweeps: [],
  };
}
