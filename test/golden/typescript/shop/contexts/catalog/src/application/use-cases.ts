import { categoryUseCases } from './category/use-cases.ts';
import { productUseCases } from './product/use-cases.ts';
import { allocationUseCases } from './allocation/use-cases.ts';
import type { CatalogPorts } from './ports.ts';

export type CatalogUseCases = ReturnType<typeof createCatalogUseCases>;

export function createCatalogUseCases(ports: CatalogPorts) {
  return {
    category: categoryUseCases(ports),
    product: productUseCases(ports),
    allocation: allocationUseCases(ports),
  };
}
