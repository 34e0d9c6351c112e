import { ok } from '@packages/kernel';
import {
  statement,
  trackVersions,
  type StatementValue,
  type UnitOfWorkSession,
} from '@packages/platform/database';
import type { ReturnEvent } from '../../domain/return/return.events.ts';
import type { ReturnRepository } from '../../domain/return/return.repository.ts';
import { Return } from '../../domain/return/return.ts';
import { tables } from '../tables.ts';
import { columns, toRow, toSnapshot, type ReadRow, type WrittenRow } from './return.rows.ts';

const find = statement('ordering.returns.load', (value: StatementValue<{ id: string }>) =>
  tables.selectFrom('returns').select(columns).where('id', '=', value('id')).forUpdate(),
);

const insert = statement('ordering.returns.insert', (value: StatementValue<WrittenRow>) =>
  tables.insertInto('returns').values({
    id: value('id'),
    order_id: value('order_id'),
    reason: value('reason'),
    comment: value('comment'),
    received_at: value('received_at'),
    status: value('status'),
    version: value('version'),
    created_at: value('created_at'),
    updated_at: value('updated_at'),
  }),
);

const update = statement(
  'ordering.returns.update',
  (value: StatementValue<WrittenRow & { expected: number }>) =>
    tables
      .updateTable('returns')
      .set('reason', value('reason'))
      .set('comment', value('comment'))
      .set('received_at', value('received_at'))
      .set('status', value('status'))
      .set('version', value('version'))
      .set('updated_at', value('updated_at'))
      .where('id', '=', value('id'))
      .where('version', '=', value('expected')),
);

const remove = statement(
  'ordering.returns.delete',
  (value: StatementValue<{ id: string; expected: number }>) =>
    tables
      .deleteFrom('returns')
      .where('id', '=', value('id'))
      .where('version', '=', value('expected')),
);

export function createReturnRepository({
  connection,
  record,
}: UnitOfWorkSession<ReturnEvent>): ReturnRepository {
  const versions = trackVersions();

  const loaded = (row: ReadRow): Return => {
    const returnAggregate = Return.reconstitute(toSnapshot(row));
    versions.saw(returnAggregate);
    return returnAggregate;
  };

  return {
    find: async (id) => {
      const row = await connection.row(find, { id });
      return row === null ? null : loaded(row);
    },
    add: async (returnAggregate) => {
      await connection.affected(insert, toRow(returnAggregate.snapshot()));
      versions.saw(returnAggregate);
      record(returnAggregate.pullEvents());
      return ok(undefined);
    },
    save: async (returnAggregate) => {
      const row = {
        ...toRow(returnAggregate.snapshot()),
        expected: versions.expected(returnAggregate),
      };
      versions.wrote(returnAggregate, await connection.affected(update, row));
      record(returnAggregate.pullEvents());
      return ok(undefined);
    },
    remove: async (returnAggregate) => {
      const expected = versions.expected(returnAggregate);
      versions.wrote(
        returnAggregate,
        await connection.affected(remove, { id: returnAggregate.id, expected }),
      );
      record(returnAggregate.pullEvents());
    },
  };
}
