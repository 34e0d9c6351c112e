import type { Insertable, Selectable } from '@packages/platform/database';
import type { CategorySnapshot } from '../../domain/category/category.snapshot.ts';
import type { CategoryTable } from '../tables.ts';

export type ReadRow = Selectable<CategoryTable>;
export type WrittenRow = Insertable<CategoryTable>;

/** Named one by one: a column that a later migration adds does not change what is read. */
export const columns = [
  'id',
  'slug',
  'title',
  'parent_id',
  'position',
  'version',
  'created_at',
  'updated_at',
] as const satisfies readonly (keyof ReadRow)[];

export function toRow(snapshot: CategorySnapshot): WrittenRow {
  return {
    id: snapshot.id,
    slug: snapshot.slug,
    title: snapshot.title,
    parent_id: snapshot.parentId,
    position: snapshot.position,
    version: snapshot.version,
    created_at: snapshot.createdAt,
    updated_at: snapshot.updatedAt,
  };
}

export function toSnapshot(row: ReadRow): CategorySnapshot {
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    parentId: row.parent_id,
    position: row.position,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
