import {
  immutableFields,
  integer,
  nullable,
  Timestamp,
  Uuid,
  Version,
} from '@packages/platform/http';
import { Type, type Static } from '@sinclair/typebox';

import type { CategorySnapshot } from '../../application/category/use-cases.ts';

export const categorySchema = Type.Object(
  {
    id: Uuid,
    slug: Type.String({ minLength: 1, maxLength: 60, pattern: '^[a-z0-9-]+$' }),
    title: Type.String({ minLength: 1, maxLength: 80 }),
    parentId: nullable(Uuid),
    position: integer({ minimum: 0, maximum: 10000 }),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'catalog.Category', description: 'A shelf of the shop.', additionalProperties: false },
);

export const newCategorySchema = Type.Object(
  {
    slug: Type.String({ minLength: 1, maxLength: 60, pattern: '^[a-z0-9-]+$' }),
    title: Type.String({ minLength: 1, maxLength: 80 }),
    parentId: Type.Optional(nullable(Uuid)),
    position: integer({ minimum: 0, maximum: 10000 }),
  },
  { $id: 'catalog.Category.New', additionalProperties: false },
);

export const categoryChangesSchema = Type.Object(
  {
    title: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    parentId: Type.Optional(nullable(Uuid)),
    position: Type.Optional(integer({ minimum: 0, maximum: 10000 })),
  },
  {
    $id: 'catalog.Category.Changes',
    additionalProperties: false,
    [immutableFields]: ['id', 'slug', 'version', 'createdAt', 'updatedAt'],
  },
);

export function categoryDocument(snapshot: CategorySnapshot): Static<typeof categorySchema> {
  return {
    id: snapshot.id,
    slug: snapshot.slug,
    title: snapshot.title,
    parentId: snapshot.parentId,
    position: snapshot.position,
    version: snapshot.version,
    createdAt: snapshot.createdAt.toISOString(),
    updatedAt: snapshot.updatedAt.toISOString(),
  };
}
