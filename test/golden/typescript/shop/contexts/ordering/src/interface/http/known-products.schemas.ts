import { money, Timestamp, Uuid, Version } from '@packages/platform/http';
import { Type, type Static } from '@sinclair/typebox';

import type { KnownProduct } from '../../application/read-models/known-product.ts';

export const knownProductSchema = Type.Object(
  {
    id: Uuid,
    sku: Type.String({ minLength: 3, maxLength: 40, pattern: '^[A-Z0-9-]+$' }),
    title: Type.String({ minLength: 1, maxLength: 120 }),
    price: money,
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  {
    $id: 'ordering.KnownProduct',
    description: 'What ordering knows of a product.',
    additionalProperties: false,
  },
);

export function knownProductDocument(row: KnownProduct): Static<typeof knownProductSchema> {
  return {
    id: row.id,
    sku: row.sku,
    title: row.title,
    price: row.price,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
