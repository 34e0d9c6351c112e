import type { Insertable, Selectable } from '@packages/platform/database';
import type { ProductSnapshot } from '../../domain/product/product.snapshot.ts';
import type { ProductTable } from '../tables.ts';

export type ReadRow = Selectable<ProductTable>;
export type WrittenRow = Insertable<ProductTable>;

/** Named one by one: a column that a later migration adds does not change what is read. */
export const columns = [
  'id',
  'sku',
  'title',
  'category_id',
  'price_amount',
  'price_currency',
  'weight_kg',
  'image_url',
  'attributes',
  'note',
  'status',
  'version',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof ReadRow)[];

export function toRow(snapshot: ProductSnapshot): WrittenRow {
  return {
    id: snapshot.id,
    sku: snapshot.sku,
    title: snapshot.title,
    category_id: snapshot.categoryId,
    price_amount: snapshot.price.amount,
    price_currency: snapshot.price.currency,
    weight_kg: snapshot.weightKg,
    image_url: snapshot.imageUrl,
    attributes: snapshot.attributes === null ? null : JSON.stringify(snapshot.attributes),
    note: snapshot.note,
    status: snapshot.status,
    version: snapshot.version,
    created_at: snapshot.createdAt,
    updated_at: snapshot.updatedAt,
  };
}

export function toSnapshot(row: ReadRow): ProductSnapshot {
  return {
    id: row.id,
    sku: row.sku,
    title: row.title,
    categoryId: row.category_id,
    price: { amount: row.price_amount, currency: row.price_currency },
    weightKg: row.weight_kg,
    imageUrl: row.image_url,
    attributes: row.attributes,
    note: row.note,
    status: row.status,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
