import type { IntegrationEvent } from '@packages/kernel/application';

export const allocationReleaseRequestedV1 = 'ordering.allocation-release-requested.v1';

export interface AllocationReleaseRequestedV1Data {
  readonly sagaId: string;
  readonly orderId: string;
  readonly productId: string;
  readonly quantity: number;
}

export type AllocationReleaseRequestedV1 = IntegrationEvent<
  typeof allocationReleaseRequestedV1,
  AllocationReleaseRequestedV1Data
>;

/** JSON Schema (2020-12) of the data; additions are no break. */
export const allocationReleaseRequestedV1Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'ordering.allocation-release-requested.v1',
  type: 'object',
  required: ['sagaId', 'orderId', 'productId', 'quantity'],
  properties: {
    sagaId: { type: 'string', format: 'uuid' },
    orderId: { type: 'string', format: 'uuid' },
    productId: { type: 'string', format: 'uuid' },
    quantity: { type: 'integer' },
  },
};
