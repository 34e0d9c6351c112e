import type { Page, Position, Reader } from '@packages/kernel/application';

import type { CategorySnapshot } from '../../domain/category/category.snapshot.ts';
import type { CatalogPorts } from '../ports.ts';

export interface ListCategories {
  readonly limit: number;
  readonly after: Position | null;
}

export function listCategories({ queries }: CatalogPorts) {
  return ({ limit, after }: ListCategories, reader: Reader): Promise<Page<CategorySnapshot>> =>
    queries.categories.list(limit, after, reader);
}
