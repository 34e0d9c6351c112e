import type { Insertable, Selectable } from '@packages/platform/database';
import type { PaymentSnapshot } from '../../domain/payment/payment.snapshot.ts';
import type { PaymentTable } from '../tables.ts';

export type ReadRow = Selectable<PaymentTable>;
export type WrittenRow = Insertable<PaymentTable>;

/** Named one by one: a column that a later migration adds does not change what is read. */
export const columns = [
  'id',
  'order_id',
  'amount_amount',
  'amount_currency',
  'payer_email',
  'status',
  'version',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof ReadRow)[];

export function toRow(snapshot: PaymentSnapshot): WrittenRow {
  return {
    id: snapshot.id,
    order_id: snapshot.orderId,
    amount_amount: snapshot.amount.amount,
    amount_currency: snapshot.amount.currency,
    payer_email: snapshot.payerEmail,
    status: snapshot.status,
    version: snapshot.version,
    created_at: snapshot.createdAt,
    updated_at: snapshot.updatedAt,
  };
}

export function toSnapshot(row: ReadRow): PaymentSnapshot {
  return {
    id: row.id,
    orderId: row.order_id,
    amount: { amount: row.amount_amount, currency: row.amount_currency },
    payerEmail: row.payer_email,
    status: row.status,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
