import type { IntegrationEvent } from '@packages/kernel/application';

export const returnCreatedV1 = 'ordering.return-created.v1';

export interface ReturnCreatedV1Data {
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

export type ReturnCreatedV1 = IntegrationEvent<typeof returnCreatedV1, ReturnCreatedV1Data>;

/** JSON Schema (2020-12) of the data; additions are no break. */
export const returnCreatedV1Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'ordering.return-created.v1',
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
