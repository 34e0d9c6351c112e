import type { MoneyData } from '@packages/kernel';
import type { IntegrationEvent } from '@packages/kernel/application';

export const paymentRefundRequestedV1 = 'payments.payment-refund-requested.v1';

export interface PaymentRefundRequestedV1Data {
  readonly id: string;
  readonly orderId: string;
  readonly amount: MoneyData;
  readonly payerEmail: string;
  readonly status: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type PaymentRefundRequestedV1 = IntegrationEvent<
  typeof paymentRefundRequestedV1,
  PaymentRefundRequestedV1Data
>;

/** JSON Schema (2020-12) of the data; additions are no break. */
export const paymentRefundRequestedV1Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'payments.payment-refund-requested.v1',
  type: 'object',
  required: [
    'id',
    'orderId',
    'amount',
    'payerEmail',
    'status',
    'version',
    'createdAt',
    'updatedAt',
  ],
  properties: {
    id: { type: 'string', format: 'uuid' },
    orderId: { type: 'string', format: 'uuid' },
    amount: {
      type: 'object',
      required: ['amount', 'currency'],
      properties: { amount: { type: 'string' }, currency: { type: 'string' } },
    },
    payerEmail: { type: 'string' },
    status: { type: 'string' },
    version: { type: 'integer', minimum: 1 },
    createdAt: { type: 'string', format: 'date-time' },
    updatedAt: { type: 'string', format: 'date-time' },
  },
};
