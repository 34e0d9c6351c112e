import { ok } from '@packages/kernel';
import { notFound, type Outcome, type Reader } from '@packages/kernel/application';

import type { ProductSnapshot } from '../../domain/product/product.snapshot.ts';
import type { CatalogPorts } from '../ports.ts';

export function readProduct({ queries }: CatalogPorts) {
  return async (id: string, reader: Reader): Promise<Outcome<ProductSnapshot>> => {
    const found = await queries.products.find(id, reader);
    return found === null ? notFound : ok(found);
  };
}
