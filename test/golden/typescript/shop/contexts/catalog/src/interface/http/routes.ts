import type { UnitOfWork } from '@packages/kernel/application';
import type { HttpTools } from '@packages/platform/http';
import { Elysia, type AnyElysia } from 'elysia';

import type { CatalogUseCases } from '../../application/use-cases.ts';
import { categoryRoutes } from './categories.routes.ts';
import { productRoutes } from './products.routes.ts';
import { allocationRoutes } from './allocations.routes.ts';

export interface CatalogRoutes {
  readonly useCases: CatalogUseCases;
  readonly unitOfWork: UnitOfWork<unknown>;
  readonly http: HttpTools;
}

export function createCatalogRoutes({ useCases, unitOfWork, http }: CatalogRoutes): AnyElysia {
  const endpoint = http.endpoints(unitOfWork);
  return new Elysia()
    .use(categoryRoutes(useCases.category, endpoint))
    .use(productRoutes(useCases.product, endpoint))
    .use(allocationRoutes(useCases.allocation, endpoint));
}
