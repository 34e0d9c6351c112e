import type { IntegrationEvent } from '@packages/kernel/application';

export const returnWithdrawnV1 = 'ordering.return-withdrawn.v1';

export interface ReturnWithdrawnV1Data {
  readonly id: string;
  readonly orderId: string;
  readonly reason: 'damaged' | 'wrong-item' | 'changed-mind';
  readonly comment: string | null;
  readonly receivedAt: string | null;
  readonly status: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type ReturnWithdrawnV1 = IntegrationEvent<typeof returnWithdrawnV1, ReturnWithdrawnV1Data>;

/** JSON Schema (2020-12) of the data; additions are no break. */
export const returnWithdrawnV1Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'ordering.return-withdrawn.v1',
  type: 'object',
  required: [
    'id',
    'orderId',
    'reason',
    'comment',
    'receivedAt',
    'status',
    'version',
    'createdAt',
    'updatedAt',
  ],
  properties: {
    id: { type: 'string', format: 'uuid' },
    orderId: { type: 'string', format: 'uuid' },
    reason: { enum: ['damaged', 'wrong-item', 'changed-mind'] },
    comment: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    receivedAt: { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] },
    status: { type: 'string' },
    version: { type: 'integer', minimum: 1 },
    createdAt: { type: 'string', format: 'date-time' },
    updatedAt: { type: 'string', format: 'date-time' },
  },
};
