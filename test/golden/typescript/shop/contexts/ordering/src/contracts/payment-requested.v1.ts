import type { MoneyData } from '@packages/kernel';
import type { IntegrationEvent } from '@packages/kernel/application';

export const paymentRequestedV1 = 'ordering.payment-requested.v1';

export interface PaymentRequestedV1Data {
  readonly sagaId: string;
  readonly orderId: string;
  readonly amount: MoneyData;
  readonly payerEmail: string;
}

export type PaymentRequestedV1 = IntegrationEvent<
  typeof paymentRequestedV1,
  PaymentRequestedV1Data
>;

/** JSON Schema (2020-12) of the data; additions are no break. */
export const paymentRequestedV1Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'ordering.payment-requested.v1',
  type: 'object',
  required: ['sagaId', 'orderId', 'amount', 'payerEmail'],
  properties: {
    sagaId: { type: 'string', format: 'uuid' },
    orderId: { type: 'string', format: 'uuid' },
    amount: {
      type: 'object',
      required: ['amount', 'currency'],
      properties: { amount: { type: 'string' }, currency: { type: 'string' } },
    },
    payerEmail: { type: 'string' },
  },
};
