import type { Insertable, Selectable } from '@packages/platform/database';
import type { DisputeSnapshot } from '../../domain/dispute/dispute.snapshot.ts';
import type { DisputeTable } from '../tables.ts';

export type ReadRow = Selectable<DisputeTable>;
export type WrittenRow = Insertable<DisputeTable>;

/** Named one by one: a column that a later migration adds does not change what is read. */
export const columns = [
  'id',
  'payment_id',
  'case_number',
  'amount_amount',
  'amount_currency',
  'respond_by',
  'status',
  'version',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof ReadRow)[];

export function toRow(snapshot: DisputeSnapshot): WrittenRow {
  return {
    id: snapshot.id,
    payment_id: snapshot.paymentId,
    case_number: snapshot.caseNumber,
    amount_amount: snapshot.amount.amount,
    amount_currency: snapshot.amount.currency,
    respond_by: snapshot.respondBy,
    status: snapshot.status,
    version: snapshot.version,
    created_at: snapshot.createdAt,
    updated_at: snapshot.updatedAt,
  };
}

export function toSnapshot(row: ReadRow): DisputeSnapshot {
  return {
    id: row.id,
    paymentId: row.payment_id,
    caseNumber: row.case_number,
    amount: { amount: row.amount_amount, currency: row.amount_currency },
    respondBy: row.respond_by,
    status: row.status,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
