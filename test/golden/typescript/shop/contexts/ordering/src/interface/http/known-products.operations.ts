import { readOperations } from '@packages/platform/http';

import { knownProductSchema } from './known-products.schemas.ts';

export const path = '/v1/ordering/known-products';

export const operations = readOperations({
  collection: 'ordering.known-products',
  names: { one: 'KnownProduct', many: 'KnownProducts' },
  prose: { noun: 'known product', one: 'a known product', many: 'known products' },
  scopes: { read: 'ordering:read', write: 'ordering:write' },
  resource: {
    schema: knownProductSchema,
    example: {
      id: '01890a5d-ac96-774b-bcce-b302099a8057',
      sku: 'AAA',
      title: 'title',
      price: { amount: '12.30', currency: 'EUR' },
      version: 1,
      createdAt: '2026-01-15T09:30:00.000Z',
      updatedAt: '2026-01-15T09:30:00.000Z',
    },
  },
});
