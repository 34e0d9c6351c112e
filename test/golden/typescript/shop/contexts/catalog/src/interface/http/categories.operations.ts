import { resourceOperations } from '@packages/platform/http';

import { categoryChangesSchema, newCategorySchema, categorySchema } from './categories.schemas.ts';

export const path = '/v1/catalog/categories';

export const operations = resourceOperations({
  collection: 'catalog.categories',
  names: { one: 'Category', many: 'Categories' },
  prose: { noun: 'category', one: 'a category', many: 'categories' },
  scopes: { read: 'catalog:read', write: 'catalog:write' },
  resource: {
    schema: categorySchema,
    example: {
      id: '01890a5d-ac96-774b-bcce-b302099a8057',
      slug: 'a',
      title: 'title',
      parentId: '01890a5d-ac96-774b-bcce-b302099a8057',
      position: 3,
      version: 1,
      createdAt: '2026-01-15T09:30:00.000Z',
      updatedAt: '2026-01-15T09:30:00.000Z',
    },
  },
  creation: {
    schema: newCategorySchema,
    example: {
      slug: 'a',
      title: 'title',
      parentId: '01890a5d-ac96-774b-bcce-b302099a8057',
      position: 3,
    },
    problems: ['conflict'],
  },
  changes: {
    schema: categoryChangesSchema,
    example: { title: 'title', parentId: '01890a5d-ac96-774b-bcce-b302099a8057', position: 3 },
  },
});
