import type { MoneyData } from '@packages/kernel';
import type { IntegrationEvent } from '@packages/kernel/application';

export const paymentCapturedV1 = 'payments.payment-captured.v1';

export interface PaymentCapturedV1Data {
  readonly id: string;
  readonly orderId: string;
  readonly amount: MoneyData;
  readonly payerEmail: string;
  readonly status: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type PaymentCapturedV1 = IntegrationEvent<typeof paymentCapturedV1, PaymentCapturedV1Data>;

/** JSON Schema (2020-12) of the data; additions are no break. */
export const paymentCapturedV1Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'payments.payment-captured.v1',
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
