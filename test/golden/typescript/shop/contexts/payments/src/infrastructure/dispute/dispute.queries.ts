import type { DocumentCache } from '@packages/platform/cache';
import { pageOf, statement, type Database, type StatementValue } from '@packages/platform/database';
import type { DisputeQueries } from '../../application/dispute/queries.ts';
import type { DisputeSnapshot } from '../../domain/dispute/dispute.snapshot.ts';
import { tables } from '../tables.ts';
import { columns, toSnapshot } from './dispute.rows.ts';

const find = statement('payments.disputes.find', (value: StatementValue<{ id: string }>) =>
  tables.selectFrom('disputes').select(columns).where('id', '=', value('id')),
);

const newest = tables
  .selectFrom('disputes')
  .select(columns)
  .orderBy('created_at', 'desc')
  .orderBy('id', 'desc');

const listFirst = statement('payments.disputes.list', (value: StatementValue<{ limit: number }>) =>
  newest.limit(value('limit')),
);

const listAfter = statement(
  'payments.disputes.list',
  (value: StatementValue<{ limit: number; createdAt: Date; id: string }>) =>
    newest
      .where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'id'), '<', tuple(value('createdAt'), value('id'))),
      )
      .limit(value('limit')),
);

export function createDisputeQueries(
  database: Database,
  documents: DocumentCache<DisputeSnapshot>,
): DisputeQueries {
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
