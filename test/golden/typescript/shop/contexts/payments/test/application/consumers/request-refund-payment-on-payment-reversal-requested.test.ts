import { byTester } from '@packages/kernel/testing';
import {
  paymentReversalRequestedV1,
  type PaymentReversalRequestedV1,
} from '@contexts/ordering/contracts';
import { expect, test } from 'bun:test';

import { requestRefundPaymentOnPaymentReversalRequested } from '../../../src/application/consumers/request-refund-payment-on-payment-reversal-requested.ts';
import { paymentSnapshot } from '../../examples/payment.ts';
import { createFakePayments } from '../../fakes/payments.ts';

const event: PaymentReversalRequestedV1 = {
  specversion: '1.0',
  id: '01890a5d-ac96-774b-bcce-b302099a8060',
  source: '/ordering',
  type: paymentReversalRequestedV1,
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

test('moves what it is about', async () => {
  const { ports, stores, world } = createFakePayments();
  const given = {
    ...paymentSnapshot,
    orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
    status: 'captured',
  } as const;
  stores.payments.table.put(given);
  const handler = requestRefundPaymentOnPaymentReversalRequested(ports);

  expect((await handler.handle(event, byTester)).ok).toBe(true);
  expect(await stores.payments.table.find(given.id)).toMatchObject({
    status: 'refund-pending',
    version: 2,
  });

  expect((await handler.handle(event, byTester)).ok).toBe(true);
  expect(await stores.payments.table.find(given.id)).toMatchObject({ version: 2 });
  expect(world.events).toHaveLength(1);
});

test('takes no notice of what it is not about', async () => {
  const { ports, world } = createFakePayments();
  expect(
    await requestRefundPaymentOnPaymentReversalRequested(ports).handle(event, byTester),
  ).toEqual({ ok: true, value: undefined });
  expect(world.events).toEqual([]);
});
