import { createCatalogModule, catalogMigrations } from '@contexts/catalog';
import { createOrderingModule, orderingMigrations } from '@contexts/ordering';
import { createPaymentsModule, paymentsMigrations } from '@contexts/payments';
import type { Module, ModuleDependencies } from '@packages/platform/module';

/** The contexts that this process hosts. */
export function createModules(dependencies: ModuleDependencies): readonly Module[] {
  return [
    createCatalogModule(dependencies),
    createOrderingModule(dependencies),
    createPaymentsModule(dependencies),
  ];
}

export const migrations = [catalogMigrations, orderingMigrations, paymentsMigrations];
