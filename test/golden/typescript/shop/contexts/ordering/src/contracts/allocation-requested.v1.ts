import type { IntegrationEvent } from '@packages/kernel/application';

export const allocationRequestedV1 = 'ordering.allocation-requested.v1';

export interface AllocationRequestedV1Data {
  readonly sagaId: string;
  readonly orderId: string;
  readonly productId: string;
  readonly quantity: number;
}

export type AllocationRequestedV1 = IntegrationEvent<
  typeof allocationRequestedV1,
  AllocationRequestedV1Data
>;

/** JSON Schema (2020-12) of the data; additions are no break. */
export const allocationRequestedV1Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'ordering.allocation-requested.v1',
  type: 'object',
  required: ['sagaId', 'orderId', 'productId', 'quantity'],
  properties: {
    sagaId: { type: 'string', format: 'uuid' },
    orderId: { type: 'string', format: 'uuid' },
    productId: { type: 'string', format: 'uuid' },
    quantity: { type: 'integer' },
  },
};
