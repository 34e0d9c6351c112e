import { describe, expect, test } from 'bun:test';

import { Order } from '../../src/domain/order/order.ts';
import { orderExamples, orderSnapshot, storedOrder } from '../examples/order.ts';

const [example] = orderExamples;
const { id, createdAt: now } = orderSnapshot;
const later = new Date(now.getTime() + 1000);

describe('a new order', () => {
  test('is what was asked for', () => {
    const created = Order.create(example, { id, now });
    expect(created.ok ? created.value.snapshot() : created.error).toEqual(orderSnapshot);
  });

  test('tells that it was created, once', () => {
    const created = Order.create(example, { id, now });
    expect(created.ok ? created.value.pullEvents() : created.error).toEqual([
      {
        name: 'OrderCreated',
        aggregate: 'Order',
        aggregateId: id,
        version: 1,
        occurredAt: now,
        data: orderSnapshot,
      },
    ]);
    expect(created.ok ? created.value.pullEvents() : created.error).toEqual([]);
  });

  test('may leave out what is optional', () => {
    const created = Order.create({ ...example, deliverBy: null, note: null }, { id, now });
    expect(created.ok ? created.value.snapshot() : created.error).toMatchObject({
      deliverBy: null,
      note: null,
    });
  });

  test.each<[string, object, string, string]>([
    ['product id: nothing', { productId: null }, '/productId', 'required'],
    ['product id: something else', { productId: 'not-a-uuid' }, '/productId', 'format'],
    ['quantity: nothing', { quantity: null }, '/quantity', 'required'],
    ['quantity: a fraction', { quantity: 1.5 }, '/quantity', 'type'],
    ['quantity: too little', { quantity: 0 }, '/quantity', 'min'],
    ['quantity: too much', { quantity: 1001 }, '/quantity', 'max'],
    ['total: nothing', { total: null }, '/total', 'required'],
    ['total: a number', { total: 1.5 }, '/total', 'type'],
    [
      'total: a currency nobody uses',
      { total: { amount: '12.30', currency: 'XXX' } },
      '/total/currency',
      'currency',
    ],
    [
      'total: a fraction of a cent',
      { total: { amount: '12.301', currency: 'EUR' } },
      '/total/amount',
      'scale',
    ],
    ['total: too little', { total: { amount: '0.00', currency: 'EUR' } }, '/total/amount', 'min'],
    ['customer email: nothing', { customerEmail: null }, '/customerEmail', 'required'],
    [
      'customer email: half a character',
      { customerEmail: '\ud800' },
      '/customerEmail',
      'invalid-character',
    ],
    [
      'customer email: too long',
      { customerEmail: 'x'.repeat(255) },
      '/customerEmail',
      'max-length',
    ],
    [
      'customer email: off the format',
      { customerEmail: 'nobody.example.com' },
      '/customerEmail',
      'format',
    ],
    ['channel: nothing', { channel: null }, '/channel', 'required'],
    ['channel: a stranger', { channel: 'none of these' }, '/channel', 'enum'],
    [
      'deliver by: a day that is not in the calendar',
      { deliverBy: '2026-02-30' },
      '/deliverBy',
      'format',
    ],
    ['gift: nothing', { gift: null }, '/gift', 'required'],
    ['gift: a word', { gift: 'true' }, '/gift', 'type'],
    ['note: a number', { note: 7 }, '/note', 'type'],
    ['note: half a character', { note: '\ud800' }, '/note', 'invalid-character'],
    ['note: too long', { note: 'x'.repeat(2001) }, '/note', 'max-length'],
  ])('refuses %s', (_, input, pointer, code) => {
    const created = Order.create({ ...example, ...input }, { id, now });
    expect(created.ok ? [] : created.error).toContainEqual(
      expect.objectContaining({ pointer, code }),
    );
  });

  test('refuses what it does not know', () => {
    const misspelt = { ...example, 'no such': 1 };
    expect(Order.create(misspelt, { id, now })).toMatchObject({
      error: [{ pointer: '/no such', code: 'unknown-field' }],
    });
  });
});

describe('a stored order', () => {
  test('comes back as it was, without telling anything', () => {
    const order = storedOrder();
    expect(order.snapshot()).toEqual(orderSnapshot);
    expect(order.pullEvents()).toEqual([]);
  });

  test('changes what it is told to, and nothing else', () => {
    const order = storedOrder();
    expect(order.change({ quantity: 1 }, later).ok).toBe(true);
    const changed = { ...orderSnapshot, quantity: 1, version: 2, updatedAt: later } as const;
    expect(order.snapshot()).toEqual(changed);
    expect(order.pullEvents()).toMatchObject([{ name: 'OrderChanged', version: 2, data: changed }]);
  });

  test('keeps what is immutable', () => {
    const order = storedOrder();
    expect(
      order.change({ productId: '01890a5d-ac96-774b-bcce-b302099a8057' }, later),
    ).toMatchObject({
      error: [{ pointer: '/productId', code: 'immutable' }],
    });
    expect(order.snapshot()).toEqual(orderSnapshot);
    expect(order.pullEvents()).toEqual([]);
  });

  test.each(['draft'] as const)('place: from %p', (status) => {
    const order = storedOrder({ ...orderSnapshot, status });
    expect(order.place(later).ok).toBe(true);
    expect(order.snapshot()).toMatchObject({ status: 'placed', version: 2, updatedAt: later });
    expect(order.pullEvents()).toMatchObject([{ name: 'OrderPlaced', version: 2 }]);
  });

  test.each(['placed', 'confirmed', 'shipped', 'delivered', 'cancelled'] as const)(
    'place: not from %p',
    (status) => {
      const order = storedOrder({ ...orderSnapshot, status });
      expect(order.place(later)).toEqual({
        ok: false,
        error: { kind: 'transition-not-allowed', transition: 'place', status },
      });
      expect(order.snapshot()).toEqual({ ...orderSnapshot, status });
    },
  );

  test.each(['placed'] as const)('confirm: from %p', (status) => {
    const order = storedOrder({ ...orderSnapshot, status });
    expect(order.confirm(later).ok).toBe(true);
    expect(order.snapshot()).toMatchObject({ status: 'confirmed', version: 2, updatedAt: later });
    expect(order.pullEvents()).toMatchObject([{ name: 'OrderConfirmed', version: 2 }]);
  });

  test.each(['draft', 'confirmed', 'shipped', 'delivered', 'cancelled'] as const)(
    'confirm: not from %p',
    (status) => {
      const order = storedOrder({ ...orderSnapshot, status });
      expect(order.confirm(later)).toEqual({
        ok: false,
        error: { kind: 'transition-not-allowed', transition: 'confirm', status },
      });
      expect(order.snapshot()).toEqual({ ...orderSnapshot, status });
    },
  );

  test.each(['confirmed'] as const)('ship: from %p', (status) => {
    const order = storedOrder({ ...orderSnapshot, status });
    expect(order.ship(later).ok).toBe(true);
    expect(order.snapshot()).toMatchObject({ status: 'shipped', version: 2, updatedAt: later });
    expect(order.pullEvents()).toMatchObject([{ name: 'OrderShipped', version: 2 }]);
  });

  test.each(['draft', 'placed', 'shipped', 'delivered', 'cancelled'] as const)(
    'ship: not from %p',
    (status) => {
      const order = storedOrder({ ...orderSnapshot, status });
      expect(order.ship(later)).toEqual({
        ok: false,
        error: { kind: 'transition-not-allowed', transition: 'ship', status },
      });
      expect(order.snapshot()).toEqual({ ...orderSnapshot, status });
    },
  );

  test.each(['shipped'] as const)('deliver: from %p', (status) => {
    const order = storedOrder({ ...orderSnapshot, status });
    expect(order.deliver(later).ok).toBe(true);
    expect(order.snapshot()).toMatchObject({ status: 'delivered', version: 2, updatedAt: later });
    expect(order.pullEvents()).toMatchObject([{ name: 'OrderDelivered', version: 2 }]);
  });

  test.each(['draft', 'placed', 'confirmed', 'delivered', 'cancelled'] as const)(
    'deliver: not from %p',
    (status) => {
      const order = storedOrder({ ...orderSnapshot, status });
      expect(order.deliver(later)).toEqual({
        ok: false,
        error: { kind: 'transition-not-allowed', transition: 'deliver', status },
      });
      expect(order.snapshot()).toEqual({ ...orderSnapshot, status });
    },
  );

  test.each(['draft', 'placed'] as const)('cancel: from %p', (status) => {
    const order = storedOrder({ ...orderSnapshot, status });
    expect(order.cancel(later).ok).toBe(true);
    expect(order.snapshot()).toMatchObject({ status: 'cancelled', version: 2, updatedAt: later });
    expect(order.pullEvents()).toMatchObject([{ name: 'OrderCancelled', version: 2 }]);
  });

  test.each(['confirmed', 'shipped', 'delivered', 'cancelled'] as const)(
    'cancel: not from %p',
    (status) => {
      const order = storedOrder({ ...orderSnapshot, status });
      expect(order.cancel(later)).toEqual({
        ok: false,
        error: { kind: 'transition-not-allowed', transition: 'cancel', status },
      });
      expect(order.snapshot()).toEqual({ ...orderSnapshot, status });
    },
  );

  test('tells that it was removed', () => {
    const order = storedOrder();
    order.remove(later);
    expect(order.pullEvents()).toMatchObject([
      { name: 'OrderRemoved', version: 2, occurredAt: later },
    ]);
  });
});
