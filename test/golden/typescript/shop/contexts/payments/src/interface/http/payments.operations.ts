import { resourceOperations } from '@packages/platform/http';

import { paymentChangesSchema, newPaymentSchema, paymentSchema } from './payments.schemas.ts';

export const path = '/v1/payments/payments';

export const operations = resourceOperations({
  collection: 'payments.payments',
  names: { one: 'Payment', many: 'Payments' },
  prose: { noun: 'payment', one: 'a payment', many: 'payments' },
  scopes: { read: 'payments:read', write: 'payments:write' },
  resource: {
    schema: paymentSchema,
    example: {
      id: '01890a5d-ac96-774b-bcce-b302099a8057',
      orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
      amount: { amount: '12.30', currency: 'EUR' },
      payerEmail: 'jane@example.com',
      status: 'requested',
      version: 1,
      createdAt: '2026-01-15T09:30:00.000Z',
      updatedAt: '2026-01-15T09:30:00.000Z',
    },
  },
  creation: {
    schema: newPaymentSchema,
    example: {
      orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
      amount: { amount: '12.30', currency: 'EUR' },
      payerEmail: 'jane@example.com',
    },
    problems: ['conflict'],
  },
  changes: {
    schema: paymentChangesSchema,
    example: {},
  },
});
