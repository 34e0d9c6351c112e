import type { IntegrationEvent } from '@packages/kernel/application';

export const allocationChangedV1 = 'catalog.allocation-changed.v1';

export interface AllocationChangedV1Data {
  readonly id: string;
  readonly orderId: string;
  readonly productId: string;
  readonly quantity: number;
  readonly status: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type AllocationChangedV1 = IntegrationEvent<
  typeof allocationChangedV1,
  AllocationChangedV1Data
>;

/** JSON Schema (2020-12) of the data; additions are no break. */
export const allocationChangedV1Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'catalog.allocation-changed.v1',
  type: 'object',
  required: [
    'id',
    'orderId',
    'productId',
    'quantity',
    'status',
    'version',
    'createdAt',
    'updatedAt',
  ],
  properties: {
    id: { type: 'string', format: 'uuid' },
    orderId: { type: 'string', format: 'uuid' },
    productId: { type: 'string', format: 'uuid' },
    quantity: { type: 'integer' },
    status: { type: 'string' },
    version: { type: 'integer', minimum: 1 },
    createdAt: { type: 'string', format: 'date-time' },
    updatedAt: { type: 'string', format: 'date-time' },
  },
};
