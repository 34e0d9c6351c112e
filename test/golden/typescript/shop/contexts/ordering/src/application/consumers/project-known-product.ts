import {
  productPublishedV1,
  productChangedV1,
  type ProductPublishedV1,
  type ProductChangedV1,
} from '@contexts/catalog/contracts';
import { ok } from '@packages/kernel';
import type { EventHandler } from '@packages/kernel/application';

import type { OrderingPorts } from '../ports.ts';

/** On `catalog.product-published.v1` and `catalog.product-changed.v1`: keep the known products up to date. */
export function projectKnownProduct({
  unitOfWork,
}: OrderingPorts): EventHandler<ProductPublishedV1 | ProductChangedV1> {
  return {
    consumer: 'ordering.project-known-product',
    types: [productPublishedV1, productChangedV1],
    handle: (event, execution) =>
      unitOfWork.run(execution, async (repositories) => {
        const { data } = event;
        await repositories.knownProducts.save({
          id: data.id,
          sku: data.sku,
          title: data.title,
          price: data.price,
          version: data.version,
          createdAt: new Date(data.createdAt),
          updatedAt: new Date(data.updatedAt),
        });
        return ok(undefined);
      }),
  };
}
