import type { Insertable, Selectable } from '@packages/platform/database';
import type { OrderSnapshot } from '../../domain/order/order.snapshot.ts';
import type { OrderTable } from '../tables.ts';

export type ReadRow = Selectable<OrderTable>;
export type WrittenRow = Insertable<OrderTable>;

/** Named one by one: a column that a later migration adds does not change what is read. */
export const columns = [
  'id',
  'product_id',
  'quantity',
  'total_amount',
  'total_currency',
  'customer_email',
  'channel',
  'deliver_by',
  'gift',
  'note',
  'status',
  'version',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof ReadRow)[];

export function toRow(snapshot: OrderSnapshot): WrittenRow {
  return {
    id: snapshot.id,
    product_id: snapshot.productId,
    quantity: snapshot.quantity,
    total_amount: snapshot.total.amount,
    total_currency: snapshot.total.currency,
    customer_email: snapshot.customerEmail,
    channel: snapshot.channel,
    deliver_by: snapshot.deliverBy,
    gift: snapshot.gift,
    note: snapshot.note,
    status: snapshot.status,
    version: snapshot.version,
    created_at: snapshot.createdAt,
    updated_at: snapshot.updatedAt,
  };
}

export function toSnapshot(row: ReadRow): OrderSnapshot {
  return {
    id: row.id,
    productId: row.product_id,
    quantity: row.quantity,
    total: { amount: row.total_amount, currency: row.total_currency },
    customerEmail: row.customer_email,
    channel: row.channel,
    deliverBy: row.deliver_by,
    gift: row.gift,
    note: row.note,
    status: row.status,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
