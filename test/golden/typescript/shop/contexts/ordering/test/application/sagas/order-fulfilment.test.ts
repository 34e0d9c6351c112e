import { byTester } from '@packages/kernel/testing';
import { paymentCapturedV1, type PaymentCapturedV1 } from '@contexts/payments/contracts';
import {
  allocationConfirmedV1,
  type AllocationConfirmedV1,
  allocationRejectedV1,
  type AllocationRejectedV1,
} from '@contexts/catalog/contracts';
import { describe, expect, test } from 'bun:test';

import {
  expireOrderFulfilment,
  orderFulfilmentSaga,
} from '../../../src/application/sagas/order-fulfilment.ts';
import { orderPlacedV1, type OrderPlacedV1 } from '../../../src/contracts/index.ts';
import { orderSnapshot } from '../../examples/order.ts';
import { createFakeOrdering } from '../../fakes/ordering.ts';

const id = '01890a5d-ac96-774b-bcce-b302099a8057';

const envelope = {
  specversion: '1.0',
  id: '01890a5d-ac96-774b-bcce-b302099a8060',
  subject: id,
  time: '2026-01-15T09:30:00.000Z',
  datacontenttype: 'application/json',
  correlationid: 'test-correlation',
} as const;

const begun: OrderPlacedV1 = {
  ...envelope,
  source: '/ordering',
  type: orderPlacedV1,
  data: {
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
    productId: '01890a5d-ac96-774b-bcce-b302099a8057',
    quantity: 3,
    total: { amount: '12.30', currency: 'EUR' },
    customerEmail: 'jane@example.com',
    channel: 'web',
    deliverBy: '2026-01-15',
    gift: true,
    note: 'note',
    status: 'draft',
    version: 2,
    createdAt: '2026-01-15T09:30:00.000Z',
    updatedAt: '2026-01-15T09:30:00.000Z',
  },
};

const paymentCaptured: PaymentCapturedV1 = {
  ...envelope,
  source: '/payments',
  type: paymentCapturedV1,
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

const allocationConfirmed: AllocationConfirmedV1 = {
  ...envelope,
  source: '/catalog',
  type: allocationConfirmedV1,
  data: {
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
    orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
    productId: '01890a5d-ac96-774b-bcce-b302099a8057',
    quantity: 3,
    status: 'requested',
    version: 2,
    createdAt: '2026-01-15T09:30:00.000Z',
    updatedAt: '2026-01-15T09:30:00.000Z',
  },
};

const allocationRejected: AllocationRejectedV1 = {
  ...envelope,
  source: '/catalog',
  type: allocationRejectedV1,
  data: {
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
    orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
    productId: '01890a5d-ac96-774b-bcce-b302099a8057',
    quantity: 3,
    status: 'requested',
    version: 2,
    createdAt: '2026-01-15T09:30:00.000Z',
    updatedAt: '2026-01-15T09:30:00.000Z',
  },
};

async function after(
  status: typeof orderSnapshot.status,
  events: readonly Parameters<ReturnType<typeof orderFulfilmentSaga>['handle']>[0][],
) {
  const { ports, stores, world } = createFakeOrdering();
  stores.orders.table.put({ ...orderSnapshot, id, status });
  const handler = orderFulfilmentSaga(ports);
  for (const event of events) await handler.handle(event, byTester);
  return {
    ports,
    stores,
    world,
    state: () => stores.orderFulfilmentSagas.find(id),
    status: async () => (await stores.orders.table.find(id))?.status,
    published: () => stores.publisher.published.map(({ type }) => type),
  };
}

describe('order fulfilment', () => {
  test('asks for the first step, once', async () => {
    const { state, published } = await after('placed', [begun, begun]);
    expect(await state()).toMatchObject({ status: 'running', aggregateId: id });
    expect(published()).toEqual(['ordering.payment-requested.v1']);
  });

  test('takes every step and completes', async () => {
    const { state, status, published } = await after('placed', [
      begun,
      paymentCaptured,
      allocationConfirmed,
    ]);
    expect(await state()).toMatchObject({ status: 'completed' });
    expect(await status()).toBe('confirmed');
    expect(published()).toEqual([
      'ordering.payment-requested.v1',
      'ordering.allocation-requested.v1',
    ]);
  });

  test('completes where somebody has done already what it would do', async () => {
    const { state, status, published } = await after('confirmed', [
      begun,
      paymentCaptured,
      allocationConfirmed,
    ]);
    expect(await state()).toMatchObject({ status: 'completed' });
    expect(await status()).toBe('confirmed');
    expect(published()).toEqual([
      'ordering.payment-requested.v1',
      'ordering.allocation-requested.v1',
    ]);
  });

  test('undoes what was done when a step fails', async () => {
    const { state, status, published } = await after('draft', [
      begun,
      paymentCaptured,
      allocationRejected,
    ]);
    expect(await state()).toMatchObject({ status: 'compensated' });
    expect(await status()).toBe('cancelled');
    expect(published()).toEqual([
      'ordering.payment-requested.v1',
      'ordering.allocation-requested.v1',
      'ordering.payment-reversal-requested.v1',
    ]);
  });

  test('is undone when the deadline passes', async () => {
    const { ports, state, status, world } = await after('draft', [begun]);
    const expire = expireOrderFulfilment(ports);
    world.pass(86400000 - 1);
    await expire();
    expect(await state()).toMatchObject({ status: 'running' });
    world.pass(1);
    await expire();
    expect(await state()).toMatchObject({ status: 'compensated' });
    expect(await status()).toBe('cancelled');
  });

  test('is undone though another one cannot be', async () => {
    const { ports, state, stores, world } = await after('draft', [begun]);
    const saga = await state();
    if (saga === null) throw new Error('There is no saga.');
    const other = '01890a5d-ac96-774b-bcce-b302099a8061';
    const { orderFulfilmentSagas: sagas, orders: aggregates } = stores;
    await sagas.add({ ...saga, aggregateId: other, deadline: new Date(0) });
    const find = aggregates.find.bind(aggregates);
    aggregates.find = (key) => (key === other ? Promise.reject(new Error('broken')) : find(key));

    world.pass(86400000);
    await expect(expireOrderFulfilment(ports)()).rejects.toThrow('could not be undone');
    expect(await state()).toMatchObject({ status: 'compensated' });
    expect(await sagas.find(other)).toMatchObject({ status: 'running' });
  });

  test('takes no notice of answers that nobody waits for', async () => {
    const { state, published } = await after('placed', [paymentCaptured, allocationConfirmed]);
    expect(await state()).toBeNull();
    expect(published()).toEqual([]);
  });
});
