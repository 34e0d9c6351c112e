import type { MoneyData } from '@packages/kernel';
import type { IntegrationEvent } from '@packages/kernel/application';

export const orderCreatedV1 = 'ordering.order-created.v1';

export interface OrderCreatedV1Data {
  readonly id: string;
  readonly productId: string;
  readonly quantity: number;
  readonly total: MoneyData;
  readonly customerEmail: string;
  readonly channel: 'web' | 'app' | 'phone';
  readonly deliverBy: string | null;
  readonly gift: boolean;
  readonly note: string | null;
  readonly status: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type OrderCreatedV1 = IntegrationEvent<typeof orderCreatedV1, OrderCreatedV1Data>;

/** JSON Schema (2020-12) of the data; additions are no break. */
export const orderCreatedV1Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'ordering.order-created.v1',
  type: 'object',
  required: [
    'id',
    'productId',
    'quantity',
    'total',
    'customerEmail',
    'channel',
    'deliverBy',
    'gift',
    'note',
    'status',
    'version',
    'createdAt',
    'updatedAt',
  ],
  properties: {
    id: { type: 'string', format: 'uuid' },
    productId: { type: 'string', format: 'uuid' },
    quantity: { type: 'integer' },
    total: {
      type: 'object',
      required: ['amount', 'currency'],
      properties: { amount: { type: 'string' }, currency: { type: 'string' } },
    },
    customerEmail: { type: 'string' },
    channel: { enum: ['web', 'app', 'phone'] },
    deliverBy: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] },
    gift: { type: 'boolean' },
    note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    status: { type: 'string' },
    version: { type: 'integer', minimum: 1 },
    createdAt: { type: 'string', format: 'date-time' },
    updatedAt: { type: 'string', format: 'date-time' },
  },
};
