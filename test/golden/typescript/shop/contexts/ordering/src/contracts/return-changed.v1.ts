import type { IntegrationEvent } from '@packages/kernel/application';

export const returnChangedV1 = 'ordering.return-changed.v1';

export interface ReturnChangedV1Data {
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

export type ReturnChangedV1 = IntegrationEvent<typeof returnChangedV1, ReturnChangedV1Data>;

/** JSON Schema (2020-12) of the data; additions are no break. */
export const returnChangedV1Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'ordering.return-changed.v1',
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
