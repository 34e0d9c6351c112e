import { MemoryWorld } from '@packages/kernel/testing';

import type {
  CatalogPorts,
  CatalogQueries,
  CatalogRepositories,
} from '../../src/application/ports.ts';
import { createCatalogUseCases } from '../../src/application/use-cases.ts';
import { Category } from '../../src/domain/category/category.ts';
import type { CategorySnapshot } from '../../src/domain/category/category.snapshot.ts';
import { Product } from '../../src/domain/product/product.ts';
import type { ProductSnapshot } from '../../src/domain/product/product.snapshot.ts';
import { Allocation } from '../../src/domain/allocation/allocation.ts';
import type { AllocationSnapshot } from '../../src/domain/allocation/allocation.snapshot.ts';
import type { AllocationRepository } from '../../src/domain/allocation/allocation.repository.ts';

/** The context on a database in memory, with a clock that stands still and nobody outside. */
export function createFakeCatalog() {
  const world = new MemoryWorld();
  const stores = {
    categories: world.repository<Category, CategorySnapshot>({
      reconstitute: (snapshot) => Category.reconstitute(snapshot),
      unique: ['slug'],
    }),
    products: world.repository<Product, ProductSnapshot>({
      reconstitute: (snapshot) => Product.reconstitute(snapshot),
      unique: ['sku'],
    }),
    allocations: world.repository<Allocation, AllocationSnapshot>({
      reconstitute: (snapshot) => Allocation.reconstitute(snapshot),
      unique: ['orderId'],
    }),
  };
  const repositories: CatalogRepositories = {
    ...stores,
    allocations: Object.assign(stores.allocations, {
      idsByOrderId: (orderId, { statuses, ...page }) =>
        stores.allocations.idsWhere(
          (stored) => statuses.includes(stored.status) && Bun.deepEquals(stored.orderId, orderId),
          page,
        ),
    } satisfies Pick<AllocationRepository, 'idsByOrderId'>),
  };
  const queries: CatalogQueries = {
    categories: stores.categories.table,
    products: stores.products.table,
    allocations: stores.allocations.table,
  };
  const outside = {};
  const ports: CatalogPorts = {
    unitOfWork: world.unitOfWork(repositories),
    queries,
    clock: world.clock,
    ids: world.ids,
    ...outside,
  };
  return { world, stores, outside, ports, useCases: createCatalogUseCases(ports) };
}
