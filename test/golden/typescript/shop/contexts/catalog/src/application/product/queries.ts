import type { Page, Position, Reader } from '@packages/kernel/application';

import type { ProductSnapshot } from '../../domain/product/product.snapshot.ts';

/** Reads products outside any unit of work. */
export interface ProductQueries {
  find(id: string, reader: Reader): Promise<ProductSnapshot | null>;
  /** Newest first, from after a position on. */
  list(limit: number, after: Position | null, reader: Reader): Promise<Page<ProductSnapshot>>;
}
