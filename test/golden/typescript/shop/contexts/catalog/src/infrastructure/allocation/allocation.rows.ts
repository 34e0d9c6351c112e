import type { Insertable, Selectable } from '@packages/platform/database';
import type { AllocationSnapshot } from '../../domain/allocation/allocation.snapshot.ts';
import type { AllocationTable } from '../tables.ts';

export type ReadRow = Selectable<AllocationTable>;
export type WrittenRow = Insertable<AllocationTable>;

/** Named one by one: a column that a later migration adds does not change what is read. */
export const columns = [
  'id',
  'order_id',
  'product_id',
  'quantity',
  'status',
  'version',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof ReadRow)[];

export function toRow(snapshot: AllocationSnapshot): WrittenRow {
  return {
    id: snapshot.id,
    order_id: snapshot.orderId,
    product_id: snapshot.productId,
    quantity: snapshot.quantity,
    status: snapshot.status,
    version: snapshot.version,
    created_at: snapshot.createdAt,
    updated_at: snapshot.updatedAt,
  };
}

export function toSnapshot(row: ReadRow): AllocationSnapshot {
  return {
    id: row.id,
    orderId: row.order_id,
    productId: row.product_id,
    quantity: row.quantity,
    status: row.status,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
