import {
  orTaken,
  type UniqueConstraints,
  statement,
  trackVersions,
  type StatementValue,
  type UnitOfWorkSession,
} from '@packages/platform/database';
import type { PaymentEvent } from '../../domain/payment/payment.events.ts';
import type { PaymentRepository } from '../../domain/payment/payment.repository.ts';
import type { PaymentStatus } from '../../domain/payment/payment.snapshot.ts';
import { Payment } from '../../domain/payment/payment.ts';
import { tables } from '../tables.ts';
import { columns, toRow, toSnapshot, type ReadRow, type WrittenRow } from './payment.rows.ts';

const find = statement('payments.payments.load', (value: StatementValue<{ id: string }>) =>
  tables.selectFrom('payments').select(columns).where('id', '=', value('id')).forUpdate(),
);

const idsByOrderId = statement(
  'payments.payments.idsByOrderId',
  (
    value: StatementValue<{
      order_id: string;
      inStatuses: readonly PaymentStatus[];
      afterId: string;
      atMost: number;
    }>,
  ) =>
    tables
      .selectFrom('payments')
      .select('id')
      .where('order_id', '=', value('order_id'))
      .where(({ eb, fn }) => eb('status', '=', fn.any(value('inStatuses'))))
      .where('id', '>', value('afterId'))
      .orderBy('id')
      .limit(value('atMost')),
);

const insert = statement('payments.payments.insert', (value: StatementValue<WrittenRow>) =>
  tables.insertInto('payments').values({
    id: value('id'),
    order_id: value('order_id'),
    amount_amount: value('amount_amount'),
    amount_currency: value('amount_currency'),
    payer_email: value('payer_email'),
    status: value('status'),
    version: value('version'),
    created_at: value('created_at'),
    updated_at: value('updated_at'),
  }),
);

const update = statement(
  'payments.payments.update',
  (value: StatementValue<WrittenRow & { expected: number }>) =>
    tables
      .updateTable('payments')
      .set('status', value('status'))
      .set('version', value('version'))
      .set('updated_at', value('updated_at'))
      .where('id', '=', value('id'))
      .where('version', '=', value('expected')),
);

const remove = statement(
  'payments.payments.delete',
  (value: StatementValue<{ id: string; expected: number }>) =>
    tables
      .deleteFrom('payments')
      .where('id', '=', value('id'))
      .where('version', '=', value('expected')),
);

const uniques: UniqueConstraints = {
  payments_order_id_key: '/orderId',
};

export function createPaymentRepository({
  connection,
  record,
}: UnitOfWorkSession<PaymentEvent>): PaymentRepository {
  const versions = trackVersions();

  const loaded = (row: ReadRow): Payment => {
    const payment = Payment.reconstitute(toSnapshot(row));
    versions.saw(payment);
    return payment;
  };

  return {
    find: async (id) => {
      const row = await connection.row(find, { id });
      return row === null ? null : loaded(row);
    },
    idsByOrderId: async (orderId, { statuses, after, limit }) => {
      const rows = await connection.rows(idsByOrderId, {
        order_id: orderId,
        inStatuses: statuses,
        afterId: after,
        atMost: limit,
      });
      return rows.map(({ id }) => id);
    },
    add: (payment) =>
      orTaken(uniques, async () => {
        await connection.affected(insert, toRow(payment.snapshot()));
        versions.saw(payment);
        record(payment.pullEvents());
      }),
    save: (payment) =>
      orTaken(uniques, async () => {
        const row = { ...toRow(payment.snapshot()), expected: versions.expected(payment) };
        versions.wrote(payment, await connection.affected(update, row));
        record(payment.pullEvents());
      }),
    remove: async (payment) => {
      const expected = versions.expected(payment);
      versions.wrote(payment, await connection.affected(remove, { id: payment.id, expected }));
      record(payment.pullEvents());
    },
  };
}
