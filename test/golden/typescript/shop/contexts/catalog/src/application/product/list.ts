import type { Page, Position, Reader } from '@packages/kernel/application';

import type { ProductSnapshot } from '../../domain/product/product.snapshot.ts';
import type { CatalogPorts } from '../ports.ts';

export interface ListProducts {
  readonly limit: number;
  readonly after: Position | null;
}

export function listProducts({ queries }: CatalogPorts) {
  return ({ limit, after }: ListProducts, reader: Reader): Promise<Page<ProductSnapshot>> =>
    queries.products.list(limit, after, reader);
}
