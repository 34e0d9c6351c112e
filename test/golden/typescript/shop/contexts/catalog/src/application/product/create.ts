import { ok } from '@packages/kernel';
import { invalid, type Execution, type Outcome } from '@packages/kernel/application';

import type { NewProduct } from '../../domain/product/product.details.ts';
import type { ProductSnapshot } from '../../domain/product/product.snapshot.ts';
import { Product } from '../../domain/product/product.ts';
import type { CatalogPorts } from '../ports.ts';

export interface CreateProduct {
  readonly fields: NewProduct;
}

export function createProduct({ unitOfWork, clock, ids }: CatalogPorts) {
  return (command: CreateProduct, execution: Execution): Promise<Outcome<ProductSnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const created = Product.create(command.fields, { id: ids.next(), now: clock.now() });
      if (!created.ok) return invalid(created.error);

      const added = await repositories.products.add(created.value);
      return added.ok ? ok(created.value.snapshot()) : added;
    });
}
