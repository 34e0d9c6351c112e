import { byTester } from '@packages/kernel/testing';
import { expect, test } from 'bun:test';

import { refundByPaymentGateway } from '../../../src/application/consumers/refund-by-payment-gateway.ts';
import {
  paymentRefundRequestedV1,
  type PaymentRefundRequestedV1,
} from '../../../src/contracts/index.ts';
import { paymentSnapshot } from '../../examples/payment.ts';
import { createFakePayments } from '../../fakes/payments.ts';

const event: PaymentRefundRequestedV1 = {
  specversion: '1.0',
  id: '01890a5d-ac96-774b-bcce-b302099a8060',
  source: '/payments',
  type: paymentRefundRequestedV1,
  subject: '01890a5d-ac96-774b-bcce-b302099a8057',
  time: '2026-01-15T09:30:00.000Z',
  datacontenttype: 'application/json',
  correlationid: 'test-correlation',
  data: {
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
    orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
    amount: { amount: '12.30', currency: 'EUR' },
    payerEmail: 'jane@example.com',
    status: 'requested',
    version: 2,
    createdAt: '2026-01-15T09:30:00.000Z',
    updatedAt: '2026-01-15T09:30:00.000Z',
  },
};

function given(status: typeof paymentSnapshot.status) {
  const fake = createFakePayments();
  fake.stores.payments.table.put({
    ...paymentSnapshot,
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
    status,
  });
  return fake;
}

test('asks once, and moves on when the answer is yes', async () => {
  const { outside, ports, stores } = given('refund-pending');
  expect((await refundByPaymentGateway(ports).handle(event, byTester)).ok).toBe(true);
  expect(outside.paymentGateway.calls).toMatchObject([{ idempotencyKey: event.id }]);
  expect(await stores.payments.table.find(event.data.id)).toMatchObject({ status: 'refunded' });
});

test('moves on when the answer is no', async () => {
  const { outside, ports, stores } = given('refund-pending');
  outside.paymentGateway.mood = 'refused';
  expect((await refundByPaymentGateway(ports).handle(event, byTester)).ok).toBe(true);
  expect(await stores.payments.table.find(event.data.id)).toMatchObject({
    status: 'refund-failed',
  });
});

test('does not ask where nothing can come of it', async () => {
  const { outside, ports, world } = given('requested');
  expect(await refundByPaymentGateway(ports).handle(event, byTester)).toEqual({
    ok: true,
    value: undefined,
  });
  expect(outside.paymentGateway.calls).toEqual([]);
  expect(world.events).toEqual([]);
});

test('does not ask for one that is gone', async () => {
  const { outside, ports } = createFakePayments();
  expect(await refundByPaymentGateway(ports).handle(event, byTester)).toEqual({
    ok: true,
    value: undefined,
  });
  expect(outside.paymentGateway.calls).toEqual([]);
});

test('does not hide a yes for one that has gone meanwhile', async () => {
  const { outside, ports, stores } = given('refund-pending');
  outside.paymentGateway.meanwhile = () => void stores.payments.table.remove(event.data.id);
  expect(await refundByPaymentGateway(ports).handle(event, byTester)).toMatchObject({
    error: { kind: 'not-found' },
  });
});

test('does not hide a yes that comes too late', async () => {
  const { outside, ports, stores } = given('refund-pending');
  outside.paymentGateway.meanwhile = () =>
    stores.payments.table.put({
      ...paymentSnapshot,
      id: '01890a5d-ac96-774b-bcce-b302099a8057',
      status: 'requested',
    });
  expect(await refundByPaymentGateway(ports).handle(event, byTester)).toMatchObject({
    error: { kind: 'transition-not-allowed', status: 'requested' },
  });
});

test('waits when there is no answer', async () => {
  const { outside, ports, world } = given('refund-pending');
  outside.paymentGateway.mood = 'unavailable';
  expect(await refundByPaymentGateway(ports).handle(event, byTester)).toMatchObject({
    error: { kind: 'unavailable' },
  });
  expect(world.events).toEqual([]);
});
