import type { Page, Position, Reader } from '@packages/kernel/application';

import type { CategorySnapshot } from '../../domain/category/category.snapshot.ts';

/** Reads categories outside any unit of work. */
export interface CategoryQueries {
  find(id: string, reader: Reader): Promise<CategorySnapshot | null>;
  /** Newest first, from after a position on. */
  list(limit: number, after: Position | null, reader: Reader): Promise<Page<CategorySnapshot>>;
}
