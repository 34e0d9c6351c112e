import {
  orTaken,
  type UniqueConstraints,
  statement,
  trackVersions,
  type StatementValue,
  type UnitOfWorkSession,
} from '@packages/platform/database';
import type { DisputeEvent } from '../../domain/dispute/dispute.events.ts';
import type { DisputeRepository } from '../../domain/dispute/dispute.repository.ts';
import { Dispute } from '../../domain/dispute/dispute.ts';
import { tables } from '../tables.ts';
import { columns, toRow, toSnapshot, type ReadRow, type WrittenRow } from './dispute.rows.ts';

const find = statement('payments.disputes.load', (value: StatementValue<{ id: string }>) =>
  tables.selectFrom('disputes').select(columns).where('id', '=', value('id')).forUpdate(),
);

const insert = statement('payments.disputes.insert', (value: StatementValue<WrittenRow>) =>
  tables.insertInto('disputes').values({
    id: value('id'),
    payment_id: value('payment_id'),
    case_number: value('case_number'),
    amount_amount: value('amount_amount'),
    amount_currency: value('amount_currency'),
    respond_by: value('respond_by'),
    status: value('status'),
    version: value('version'),
    created_at: value('created_at'),
    updated_at: value('updated_at'),
  }),
);

const update = statement(
  'payments.disputes.update',
  (value: StatementValue<WrittenRow & { expected: number }>) =>
    tables
      .updateTable('disputes')
      .set('amount_amount', value('amount_amount'))
      .set('amount_currency', value('amount_currency'))
      .set('respond_by', value('respond_by'))
      .set('status', value('status'))
      .set('version', value('version'))
      .set('updated_at', value('updated_at'))
      .where('id', '=', value('id'))
      .where('version', '=', value('expected')),
);

const remove = statement(
  'payments.disputes.delete',
  (value: StatementValue<{ id: string; expected: number }>) =>
    tables
      .deleteFrom('disputes')
      .where('id', '=', value('id'))
      .where('version', '=', value('expected')),
);

const uniques: UniqueConstraints = {
  disputes_case_number_key: '/caseNumber',
};

export function createDisputeRepository({
  connection,
  record,
}: UnitOfWorkSession<DisputeEvent>): DisputeRepository {
  const versions = trackVersions();

  const loaded = (row: ReadRow): Dispute => {
    const dispute = Dispute.reconstitute(toSnapshot(row));
    versions.saw(dispute);
    return dispute;
  };

  return {
    find: async (id) => {
      const row = await connection.row(find, { id });
      return row === null ? null : loaded(row);
    },
    add: (dispute) =>
      orTaken(uniques, async () => {
        await connection.affected(insert, toRow(dispute.snapshot()));
        versions.saw(dispute);
        record(dispute.pullEvents());
      }),
    save: (dispute) =>
      orTaken(uniques, async () => {
        const row = { ...toRow(dispute.snapshot()), expected: versions.expected(dispute) };
        versions.wrote(dispute, await connection.affected(update, row));
        record(dispute.pullEvents());
      }),
    remove: async (dispute) => {
      const expected = versions.expected(dispute);
      versions.wrote(dispute, await connection.affected(remove, { id: dispute.id, expected }));
      record(dispute.pullEvents());
    },
  };
}
