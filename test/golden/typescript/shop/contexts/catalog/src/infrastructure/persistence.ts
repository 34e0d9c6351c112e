import type { UnitOfWork } from '@packages/kernel/application';
import { createUnitOfWork } from '@packages/platform/database';
import type { ModuleDependencies } from '@packages/platform/module';
import type { CatalogQueries, CatalogRepositories } from '../application/ports.ts';
import { publishCatalogEvent, type CatalogEvent } from '../application/published-events.ts';
import type { CategorySnapshot } from '../domain/category/category.snapshot.ts';
import type { ProductSnapshot } from '../domain/product/product.snapshot.ts';
import type { AllocationSnapshot } from '../domain/allocation/allocation.snapshot.ts';
import { createCategoryQueries } from './category/category.queries.ts';
import { createCategoryRepository } from './category/category.repository.ts';
import { columns as categoryColumns } from './category/category.rows.ts';
import { createProductQueries } from './product/product.queries.ts';
import { createProductRepository } from './product/product.repository.ts';
import { columns as productColumns } from './product/product.rows.ts';
import { createAllocationQueries } from './allocation/allocation.queries.ts';
import { createAllocationRepository } from './allocation/allocation.repository.ts';
import { columns as allocationColumns } from './allocation/allocation.rows.ts';

export interface CatalogPersistence {
  readonly unitOfWork: UnitOfWork<CatalogRepositories>;
  readonly queries: CatalogQueries;
}

export function createCatalogPersistence(
  dependencies: Pick<
    ModuleDependencies,
    'database' | 'telemetry' | 'clock' | 'ids' | 'subscribed' | 'cache'
  >,
): CatalogPersistence {
  const { database, clock, ids, subscribed, telemetry } = dependencies;
  const documents = {
    Category: dependencies.cache.of<CategorySnapshot>('catalog.categories', categoryColumns),
    Product: dependencies.cache.of<ProductSnapshot>('catalog.products', productColumns),
    Allocation: dependencies.cache.of<AllocationSnapshot>('catalog.allocations', allocationColumns),
  };
  return {
    unitOfWork: createUnitOfWork<CatalogRepositories, CatalogEvent>({
      database,
      schema: 'catalog',
      clock,
      ids,
      subscribed,
      telemetry,
      publish: publishCatalogEvent,
      changed: ({ aggregate, aggregateId, version }) =>
        documents[aggregate].drop(aggregateId, version),
      repositories: (session) => ({
        categories: createCategoryRepository(session),
        products: createProductRepository(session),
        allocations: createAllocationRepository(session),
      }),
    }),
    queries: {
      categories: createCategoryQueries(database, documents.Category),
      products: createProductQueries(database, documents.Product),
      allocations: createAllocationQueries(database, documents.Allocation),
    },
  };
}
