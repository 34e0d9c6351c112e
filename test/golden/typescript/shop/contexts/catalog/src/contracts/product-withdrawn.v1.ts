import type { JsonValue, MoneyData } from '@packages/kernel';
import type { IntegrationEvent } from '@packages/kernel/application';

export const productWithdrawnV1 = 'catalog.product-withdrawn.v1';

export interface ProductWithdrawnV1Data {
  readonly id: string;
  readonly sku: string;
  readonly title: string;
  readonly categoryId: string | null;
  readonly price: MoneyData;
  readonly weightKg: string | null;
  readonly imageUrl: string | null;
  readonly attributes: JsonValue | null;
  readonly note: string | null;
  readonly status: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type ProductWithdrawnV1 = IntegrationEvent<
  typeof productWithdrawnV1,
  ProductWithdrawnV1Data
>;

/** JSON Schema (2020-12) of the data; additions are no break. */
export const productWithdrawnV1Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'catalog.product-withdrawn.v1',
  type: 'object',
  required: [
    'id',
    'sku',
    'title',
    'categoryId',
    'price',
    'weightKg',
    'imageUrl',
    'attributes',
    'note',
    'status',
    'version',
    'createdAt',
    'updatedAt',
  ],
  properties: {
    id: { type: 'string', format: 'uuid' },
    sku: { type: 'string' },
    title: { type: 'string' },
    categoryId: { anyOf: [{ type: 'string', format: 'uuid' }, { type: 'null' }] },
    price: {
      type: 'object',
      required: ['amount', 'currency'],
      properties: { amount: { type: 'string' }, currency: { type: 'string' } },
    },
    weightKg: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    imageUrl: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    attributes: { anyOf: [{}, { type: 'null' }] },
    note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    status: { type: 'string' },
    version: { type: 'integer', minimum: 1 },
    createdAt: { type: 'string', format: 'date-time' },
    updatedAt: { type: 'string', format: 'date-time' },
  },
};
