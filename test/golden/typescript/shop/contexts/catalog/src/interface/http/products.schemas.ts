import {
  AnyJson,
  decimalText,
  immutableFields,
  money,
  moneyChange,
  nullable,
  oneOf,
  Timestamp,
  Uuid,
  Version,
} from '@packages/platform/http';
import { Type, type Static } from '@sinclair/typebox';

import type { ProductSnapshot } from '../../application/product/use-cases.ts';

export const productSchema = Type.Object(
  {
    id: Uuid,
    sku: Type.String({ minLength: 3, maxLength: 40, pattern: '^[A-Z0-9-]+$' }),
    title: Type.String({ minLength: 1, maxLength: 120 }),
    categoryId: nullable(Uuid),
    price: money,
    weightKg: nullable(decimalText({ description: 'From 0.001 to 1000.' })),
    imageUrl: nullable(Type.String({ format: 'uri', maxLength: 2048 })),
    attributes: AnyJson,
    note: nullable(Type.String({ maxLength: 65536 })),
    status: oneOf(['draft', 'withdrawn', 'published', 'discontinued']),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'catalog.Product', description: 'Something the shop sells.', additionalProperties: false },
);

export const newProductSchema = Type.Object(
  {
    sku: Type.String({ minLength: 3, maxLength: 40, pattern: '^[A-Z0-9-]+$' }),
    title: Type.String({ minLength: 1, maxLength: 120 }),
    categoryId: Type.Optional(nullable(Uuid)),
    price: money,
    weightKg: Type.Optional(nullable(decimalText({ description: 'From 0.001 to 1000.' }))),
    imageUrl: Type.Optional(nullable(Type.String({ format: 'uri', maxLength: 2048 }))),
    attributes: Type.Optional(AnyJson),
    note: Type.Optional(nullable(Type.String({ maxLength: 65536 }))),
  },
  { $id: 'catalog.Product.New', additionalProperties: false },
);

export const productChangesSchema = Type.Object(
  {
    title: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    categoryId: Type.Optional(nullable(Uuid)),
    price: Type.Optional(moneyChange),
    weightKg: Type.Optional(nullable(decimalText({ description: 'From 0.001 to 1000.' }))),
    imageUrl: Type.Optional(nullable(Type.String({ format: 'uri', maxLength: 2048 }))),
    attributes: Type.Optional(AnyJson),
    note: Type.Optional(nullable(Type.String({ maxLength: 65536 }))),
  },
  {
    $id: 'catalog.Product.Changes',
    additionalProperties: false,
    [immutableFields]: ['id', 'sku', 'status', 'version', 'createdAt', 'updatedAt'],
  },
);

export function productDocument(snapshot: ProductSnapshot): Static<typeof productSchema> {
  return {
    id: snapshot.id,
    sku: snapshot.sku,
    title: snapshot.title,
    categoryId: snapshot.categoryId,
    price: snapshot.price,
    weightKg: snapshot.weightKg,
    imageUrl: snapshot.imageUrl,
    attributes: snapshot.attributes,
    note: snapshot.note,
    status: snapshot.status,
    version: snapshot.version,
    createdAt: snapshot.createdAt.toISOString(),
    updatedAt: snapshot.updatedAt.toISOString(),
  };
}
