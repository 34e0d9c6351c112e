import type { IntegrationEvent } from '@packages/kernel/application';

export const categoryRemovedV1 = 'catalog.category-removed.v1';

export interface CategoryRemovedV1Data {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly parentId: string | null;
  readonly position: number;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type CategoryRemovedV1 = IntegrationEvent<typeof categoryRemovedV1, CategoryRemovedV1Data>;

/** JSON Schema (2020-12) of the data; additions are no break. */
export const categoryRemovedV1Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'catalog.category-removed.v1',
  type: 'object',
  required: ['id', 'slug', 'title', 'parentId', 'position', 'version', 'createdAt', 'updatedAt'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    slug: { type: 'string' },
    title: { type: 'string' },
    parentId: { anyOf: [{ type: 'string', format: 'uuid' }, { type: 'null' }] },
    position: { type: 'integer' },
    version: { type: 'integer', minimum: 1 },
    createdAt: { type: 'string', format: 'date-time' },
    updatedAt: { type: 'string', format: 'date-time' },
  },
};
