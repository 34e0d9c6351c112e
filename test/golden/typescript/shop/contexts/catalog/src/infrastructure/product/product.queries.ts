import type { DocumentCache } from '@packages/platform/cache';
import { pageOf, statement, type Database, type StatementValue } from '@packages/platform/database';
import type { ProductQueries } from '../../application/product/queries.ts';
import type { ProductSnapshot } from '../../domain/product/product.snapshot.ts';
import { tables } from '../tables.ts';
import { columns, toSnapshot } from './product.rows.ts';

const find = statement('catalog.products.find', (value: StatementValue<{ id: string }>) =>
  tables.selectFrom('products').select(columns).where('id', '=', value('id')),
);

const newest = tables
  .selectFrom('products')
  .select(columns)
  .orderBy('created_at', 'desc')
  .orderBy('id', 'desc');

const listFirst = statement('catalog.products.list', (value: StatementValue<{ limit: number }>) =>
  newest.limit(value('limit')),
);

const listAfter = statement(
  'catalog.products.list',
  (value: StatementValue<{ limit: number; createdAt: Date; id: string }>) =>
    newest
      .where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'id'), '<', tuple(value('createdAt'), value('id'))),
      )
      .limit(value('limit')),
);

export function createProductQueries(
  database: Database,
  documents: DocumentCache<ProductSnapshot>,
): ProductQueries {
  return {
    find: (id, reader) =>
      documents.get(id, async () => {
        const row = await database.readsOf(reader).row(find, { id });
        return row === null ? null : toSnapshot(row);
      }),
    list: async (limit, after, reader) => {
      const connection = database.readsOf(reader);
      const rows =
        after === null
          ? await connection.rows(listFirst, { limit: limit + 1 })
          : await connection.rows(listAfter, {
              limit: limit + 1,
              createdAt: after.createdAt,
              id: after.id,
            });
      return pageOf(rows.map(toSnapshot), limit);
    },
  };
}
