import type { Insertable, Selectable } from '@packages/platform/database';
import type { ReturnSnapshot } from '../../domain/return/return.snapshot.ts';
import type { ReturnTable } from '../tables.ts';

export type ReadRow = Selectable<ReturnTable>;
export type WrittenRow = Insertable<ReturnTable>;

/** Named one by one: a column that a later migration adds does not change what is read. */
export const columns = [
  'id',
  'order_id',
  'reason',
  'comment',
  'received_at',
  'status',
  'version',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof ReadRow)[];

export function toRow(snapshot: ReturnSnapshot): WrittenRow {
  return {
    id: snapshot.id,
    order_id: snapshot.orderId,
    reason: snapshot.reason,
    comment: snapshot.comment,
    received_at: snapshot.receivedAt,
    status: snapshot.status,
    version: snapshot.version,
    created_at: snapshot.createdAt,
    updated_at: snapshot.updatedAt,
  };
}

export function toSnapshot(row: ReadRow): ReturnSnapshot {
  return {
    id: row.id,
    orderId: row.order_id,
    reason: row.reason,
    comment: row.comment,
    receivedAt: row.received_at,
    status: row.status,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
