import { byTester } from '@packages/kernel/testing';
import { paymentRequestedV1, type PaymentRequestedV1 } from '@contexts/ordering/contracts';
import { expect, test } from 'bun:test';

import { createPaymentOnPaymentRequested } from '../../../src/application/consumers/create-payment-on-payment-requested.ts';
import { createFakePayments } from '../../fakes/payments.ts';

const event: PaymentRequestedV1 = {
  specversion: '1.0',
  id: '01890a5d-ac96-774b-bcce-b302099a8060',
  source: '/ordering',
  type: paymentRequestedV1,
  subject: '01890a5d-ac96-774b-bcce-b302099a8057',
  time: '2026-01-15T09:30:00.000Z',
  datacontenttype: 'application/json',
  correlationid: 'test-correlation',
  data: {
    sagaId: '01890a5d-ac96-774b-bcce-b302099a8057',
    orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
    amount: { amount: '12.30', currency: 'EUR' },
    payerEmail: 'jane@example.com',
  },
};

test('creates what the event asks for', async () => {
  const { ports, world } = createFakePayments();
  expect((await createPaymentOnPaymentRequested(ports).handle(event, byTester)).ok).toBe(true);
  expect(world.events).toMatchObject([
    {
      name: 'PaymentCreated',
      data: {
        orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
        amount: { amount: '12.30', currency: 'EUR' },
        payerEmail: 'jane@example.com',
      },
    },
  ]);
});
