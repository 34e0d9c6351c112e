import { ok } from '@packages/kernel';
import {
  statement,
  trackVersions,
  type StatementValue,
  type UnitOfWorkSession,
} from '@packages/platform/database';
import type { OrderEvent } from '../../domain/order/order.events.ts';
import type { OrderRepository } from '../../domain/order/order.repository.ts';
import type { OrderStatus } from '../../domain/order/order.snapshot.ts';
import { Order } from '../../domain/order/order.ts';
import { tables } from '../tables.ts';
import { columns, toRow, toSnapshot, type ReadRow, type WrittenRow } from './order.rows.ts';

const find = statement('ordering.orders.load', (value: StatementValue<{ id: string }>) =>
  tables.selectFrom('orders').select(columns).where('id', '=', value('id')).forUpdate(),
);

const idsByProductId = statement(
  'ordering.orders.idsByProductId',
  (
    value: StatementValue<{
      product_id: string;
      inStatuses: readonly OrderStatus[];
      afterId: string;
      atMost: number;
    }>,
  ) =>
    tables
      .selectFrom('orders')
      .select('id')
      .where('product_id', '=', value('product_id'))
      .where(({ eb, fn }) => eb('status', '=', fn.any(value('inStatuses'))))
      .where('id', '>', value('afterId'))
      .orderBy('id')
      .limit(value('atMost')),
);

const insert = statement('ordering.orders.insert', (value: StatementValue<WrittenRow>) =>
  tables.insertInto('orders').values({
    id: value('id'),
    product_id: value('product_id'),
    quantity: value('quantity'),
    total_amount: value('total_amount'),
    total_currency: value('total_currency'),
    customer_email: value('customer_email'),
    channel: value('channel'),
    deliver_by: value('deliver_by'),
    gift: value('gift'),
    note: value('note'),
    status: value('status'),
    version: value('version'),
    created_at: value('created_at'),
    updated_at: value('updated_at'),
  }),
);

const update = statement(
  'ordering.orders.update',
  (value: StatementValue<WrittenRow & { expected: number }>) =>
    tables
      .updateTable('orders')
      .set('quantity', value('quantity'))
      .set('total_amount', value('total_amount'))
      .set('total_currency', value('total_currency'))
      .set('customer_email', value('customer_email'))
      .set('deliver_by', value('deliver_by'))
      .set('gift', value('gift'))
      .set('note', value('note'))
      .set('status', value('status'))
      .set('version', value('version'))
      .set('updated_at', value('updated_at'))
      .where('id', '=', value('id'))
      .where('version', '=', value('expected')),
);

const remove = statement(
  'ordering.orders.delete',
  (value: StatementValue<{ id: string; expected: number }>) =>
    tables
      .deleteFrom('orders')
      .where('id', '=', value('id'))
      .where('version', '=', value('expected')),
);

export function createOrderRepository({
  connection,
  record,
}: UnitOfWorkSession<OrderEvent>): OrderRepository {
  const versions = trackVersions();

  const loaded = (row: ReadRow): Order => {
    const order = Order.reconstitute(toSnapshot(row));
    versions.saw(order);
    return order;
  };

  return {
    find: async (id) => {
      const row = await connection.row(find, { id });
      return row === null ? null : loaded(row);
    },
    idsByProductId: async (productId, { statuses, after, limit }) => {
      const rows = await connection.rows(idsByProductId, {
        product_id: productId,
        inStatuses: statuses,
        afterId: after,
        atMost: limit,
      });
      return rows.map(({ id }) => id);
    },
    add: async (order) => {
      await connection.affected(insert, toRow(order.snapshot()));
      versions.saw(order);
      record(order.pullEvents());
      return ok(undefined);
    },
    save: async (order) => {
      const row = { ...toRow(order.snapshot()), expected: versions.expected(order) };
      versions.wrote(order, await connection.affected(update, row));
      record(order.pullEvents());
      return ok(undefined);
    },
    remove: async (order) => {
      const expected = versions.expected(order);
      versions.wrote(order, await connection.affected(remove, { id: order.id, expected }));
      record(order.pullEvents());
    },
  };
}
