import type { Clock, IdGenerator, UnitOfWork } from '@packages/kernel/application';

import type { CategoryRepository } from '../domain/category/category.repository.ts';
import type { ProductRepository } from '../domain/product/product.repository.ts';
import type { AllocationRepository } from '../domain/allocation/allocation.repository.ts';
import type { CategoryQueries } from './category/queries.ts';
import type { ProductQueries } from './product/queries.ts';
import type { AllocationQueries } from './allocation/queries.ts';

/** What a unit of work gives access to. */
export interface CatalogRepositories {
  readonly categories: CategoryRepository;
  readonly products: ProductRepository;
  readonly allocations: AllocationRepository;
}

export interface CatalogQueries {
  readonly categories: CategoryQueries;
  readonly products: ProductQueries;
  readonly allocations: AllocationQueries;
}

/** What the use cases need of the world. */
export interface CatalogPorts {
  readonly unitOfWork: UnitOfWork<CatalogRepositories>;
  readonly queries: CatalogQueries;
  readonly clock: Clock;
  readonly ids: IdGenerator;
}
