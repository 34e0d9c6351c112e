import type { DocumentCache } from '@packages/platform/cache';
import { pageOf, statement, type Database, type StatementValue } from '@packages/platform/database';
import type { OrderQueries } from '../../application/order/queries.ts';
import type { OrderSnapshot } from '../../domain/order/order.snapshot.ts';
import { tables } from '../tables.ts';
import { columns, toSnapshot } from './order.rows.ts';

const find = statement('ordering.orders.find', (value: StatementValue<{ id: string }>) =>
  tables.selectFrom('orders').select(columns).where('id', '=', value('id')),
);

const newest = tables
  .selectFrom('orders')
  .select(columns)
  .orderBy('created_at', 'desc')
  .orderBy('id', 'desc');

const listFirst = statement('ordering.orders.list', (value: StatementValue<{ limit: number }>) =>
  newest.limit(value('limit')),
);

const listAfter = statement(
  'ordering.orders.list',
  (value: StatementValue<{ limit: number; createdAt: Date; id: string }>) =>
    newest
      .where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'id'), '<', tuple(value('createdAt'), value('id'))),
      )
      .limit(value('limit')),
);

export function createOrderQueries(
  database: Database,
  documents: DocumentCache<OrderSnapshot>,
): OrderQueries {
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
