import { ok } from '@packages/kernel';
import { notFound, type Outcome, type Reader } from '@packages/kernel/application';

import type { CategorySnapshot } from '../../domain/category/category.snapshot.ts';
import type { CatalogPorts } from '../ports.ts';

export function readCategory({ queries }: CatalogPorts) {
  return async (id: string, reader: Reader): Promise<Outcome<CategorySnapshot>> => {
    const found = await queries.categories.find(id, reader);
    return found === null ? notFound : ok(found);
  };
}
