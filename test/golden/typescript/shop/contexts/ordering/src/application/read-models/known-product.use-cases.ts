import { ok } from '@packages/kernel';
import {
  notFound,
  type Outcome,
  type Page,
  type Position,
  type Reader,
} from '@packages/kernel/application';

import type { OrderingPorts } from '../ports.ts';
import type { KnownProduct } from './known-product.ts';

export function knownProductUseCases({ queries }: OrderingPorts) {
  return {
    async read(id: string, reader: Reader): Promise<Outcome<KnownProduct>> {
      const found = await queries.knownProducts.find(id, reader);
      return found === null ? notFound : ok(found);
    },

    list(
      { limit, after }: { readonly limit: number; readonly after: Position | null },
      reader: Reader,
    ): Promise<Page<KnownProduct>> {
      return queries.knownProducts.list(limit, after, reader);
    },
  };
}
