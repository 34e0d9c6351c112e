import { resourceOperations } from '@packages/platform/http';

import { productChangesSchema, newProductSchema, productSchema } from './products.schemas.ts';

export const path = '/v1/catalog/products';

export const operations = resourceOperations({
  collection: 'catalog.products',
  names: { one: 'Product', many: 'Products' },
  prose: { noun: 'product', one: 'a product', many: 'products' },
  scopes: { read: 'catalog:read', write: 'catalog:write' },
  resource: {
    schema: productSchema,
    example: {
      id: '01890a5d-ac96-774b-bcce-b302099a8057',
      sku: 'AAA',
      title: 'title',
      categoryId: '01890a5d-ac96-774b-bcce-b302099a8057',
      price: { amount: '12.30', currency: 'EUR' },
      weightKg: '12.5',
      imageUrl: 'https://example.com/',
      attributes: { key: 'value' },
      note: 'note',
      status: 'draft',
      version: 1,
      createdAt: '2026-01-15T09:30:00.000Z',
      updatedAt: '2026-01-15T09:30:00.000Z',
    },
  },
  creation: {
    schema: newProductSchema,
    example: {
      sku: 'AAA',
      title: 'title',
      categoryId: '01890a5d-ac96-774b-bcce-b302099a8057',
      price: { amount: '12.30', currency: 'EUR' },
      weightKg: '12.5',
      imageUrl: 'https://example.com/',
      attributes: { key: 'value' },
      note: 'note',
    },
    problems: ['conflict'],
  },
  changes: {
    schema: productChangesSchema,
    example: {
      title: 'title',
      categoryId: '01890a5d-ac96-774b-bcce-b302099a8057',
      price: { amount: '12.30', currency: 'EUR' },
      weightKg: '12.5',
      imageUrl: 'https://example.com/',
      attributes: { key: 'value' },
      note: 'note',
    },
  },
});
