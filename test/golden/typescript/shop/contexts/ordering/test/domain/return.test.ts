import { describe, expect, test } from 'bun:test';

import { Return } from '../../src/domain/return/return.ts';
import { returnExamples, returnSnapshot, storedReturn } from '../examples/return.ts';

const [example] = returnExamples;
const { id, createdAt: now } = returnSnapshot;
const later = new Date(now.getTime() + 1000);

describe('a new return', () => {
  test('is what was asked for', () => {
    const created = Return.create(example, { id, now });
    expect(created.ok ? created.value.snapshot() : created.error).toEqual(returnSnapshot);
  });

  test('tells that it was created, once', () => {
    const created = Return.create(example, { id, now });
    expect(created.ok ? created.value.pullEvents() : created.error).toEqual([
      {
        name: 'ReturnCreated',
        aggregate: 'Return',
        aggregateId: id,
        version: 1,
        occurredAt: now,
        data: returnSnapshot,
      },
    ]);
    expect(created.ok ? created.value.pullEvents() : created.error).toEqual([]);
  });

  test('may leave out what is optional', () => {
    const created = Return.create({ ...example, comment: null, receivedAt: null }, { id, now });
    expect(created.ok ? created.value.snapshot() : created.error).toMatchObject({
      comment: null,
      receivedAt: null,
    });
  });

  test.each<[string, object, string, string]>([
    ['order id: nothing', { orderId: null }, '/orderId', 'required'],
    ['order id: something else', { orderId: 'not-a-uuid' }, '/orderId', 'format'],
    ['reason: nothing', { reason: null }, '/reason', 'required'],
    ['reason: a stranger', { reason: 'none of these' }, '/reason', 'enum'],
    ['comment: a number', { comment: 7 }, '/comment', 'type'],
    ['comment: half a character', { comment: '\ud800' }, '/comment', 'invalid-character'],
    ['comment: too long', { comment: 'x'.repeat(2001) }, '/comment', 'max-length'],
    [
      'received at: an hour that no day has',
      { receivedAt: '2026-01-15T24:30:00Z' },
      '/receivedAt',
      'format',
    ],
  ])('refuses %s', (_, input, pointer, code) => {
    const created = Return.create({ ...example, ...input }, { id, now });
    expect(created.ok ? [] : created.error).toContainEqual(
      expect.objectContaining({ pointer, code }),
    );
  });

  test('refuses what it does not know', () => {
    const misspelt = { ...example, 'no such': 1 };
    expect(Return.create(misspelt, { id, now })).toMatchObject({
      error: [{ pointer: '/no such', code: 'unknown-field' }],
    });
  });
});

describe('a stored return', () => {
  test('comes back as it was, without telling anything', () => {
    const returnAggregate = storedReturn();
    expect(returnAggregate.snapshot()).toEqual(returnSnapshot);
    expect(returnAggregate.pullEvents()).toEqual([]);
  });

  test('changes what it is told to, and nothing else', () => {
    const returnAggregate = storedReturn();
    expect(returnAggregate.change({ reason: 'wrong-item' }, later).ok).toBe(true);
    const changed = {
      ...returnSnapshot,
      reason: 'wrong-item',
      version: 2,
      updatedAt: later,
    } as const;
    expect(returnAggregate.snapshot()).toEqual(changed);
    expect(returnAggregate.pullEvents()).toMatchObject([
      { name: 'ReturnChanged', version: 2, data: changed },
    ]);
  });

  test('keeps what is immutable', () => {
    const returnAggregate = storedReturn();
    expect(
      returnAggregate.change({ orderId: '01890a5d-ac96-774b-bcce-b302099a8057' }, later),
    ).toMatchObject({
      error: [{ pointer: '/orderId', code: 'immutable' }],
    });
    expect(returnAggregate.snapshot()).toEqual(returnSnapshot);
    expect(returnAggregate.pullEvents()).toEqual([]);
  });

  test.each(['announced'] as const)('receive: from %p', (status) => {
    const returnAggregate = storedReturn({ ...returnSnapshot, status });
    expect(returnAggregate.receive(later).ok).toBe(true);
    expect(returnAggregate.snapshot()).toMatchObject({
      status: 'received',
      version: 2,
      updatedAt: later,
    });
    expect(returnAggregate.pullEvents()).toMatchObject([{ name: 'ReturnReceived', version: 2 }]);
  });

  test.each(['received', 'accepted', 'refused', 'withdrawn'] as const)(
    'receive: not from %p',
    (status) => {
      const returnAggregate = storedReturn({ ...returnSnapshot, status });
      expect(returnAggregate.receive(later)).toEqual({
        ok: false,
        error: { kind: 'transition-not-allowed', transition: 'receive', status },
      });
      expect(returnAggregate.snapshot()).toEqual({ ...returnSnapshot, status });
    },
  );

  test.each(['received'] as const)('accept: from %p', (status) => {
    const returnAggregate = storedReturn({ ...returnSnapshot, status });
    expect(returnAggregate.accept(later).ok).toBe(true);
    expect(returnAggregate.snapshot()).toMatchObject({
      status: 'accepted',
      version: 2,
      updatedAt: later,
    });
    expect(returnAggregate.pullEvents()).toMatchObject([{ name: 'ReturnAccepted', version: 2 }]);
  });

  test.each(['announced', 'accepted', 'refused', 'withdrawn'] as const)(
    'accept: not from %p',
    (status) => {
      const returnAggregate = storedReturn({ ...returnSnapshot, status });
      expect(returnAggregate.accept(later)).toEqual({
        ok: false,
        error: { kind: 'transition-not-allowed', transition: 'accept', status },
      });
      expect(returnAggregate.snapshot()).toEqual({ ...returnSnapshot, status });
    },
  );

  test.each(['received'] as const)('refuse: from %p', (status) => {
    const returnAggregate = storedReturn({ ...returnSnapshot, status });
    expect(returnAggregate.refuse(later).ok).toBe(true);
    expect(returnAggregate.snapshot()).toMatchObject({
      status: 'refused',
      version: 2,
      updatedAt: later,
    });
    expect(returnAggregate.pullEvents()).toMatchObject([{ name: 'ReturnRefused', version: 2 }]);
  });

  test.each(['announced', 'accepted', 'refused', 'withdrawn'] as const)(
    'refuse: not from %p',
    (status) => {
      const returnAggregate = storedReturn({ ...returnSnapshot, status });
      expect(returnAggregate.refuse(later)).toEqual({
        ok: false,
        error: { kind: 'transition-not-allowed', transition: 'refuse', status },
      });
      expect(returnAggregate.snapshot()).toEqual({ ...returnSnapshot, status });
    },
  );

  test.each(['announced'] as const)('withdraw: from %p', (status) => {
    const returnAggregate = storedReturn({ ...returnSnapshot, status });
    expect(returnAggregate.withdraw(later).ok).toBe(true);
    expect(returnAggregate.snapshot()).toMatchObject({
      status: 'withdrawn',
      version: 2,
      updatedAt: later,
    });
    expect(returnAggregate.pullEvents()).toMatchObject([{ name: 'ReturnWithdrawn', version: 2 }]);
  });

  test.each(['received', 'accepted', 'refused', 'withdrawn'] as const)(
    'withdraw: not from %p',
    (status) => {
      const returnAggregate = storedReturn({ ...returnSnapshot, status });
      expect(returnAggregate.withdraw(later)).toEqual({
        ok: false,
        error: { kind: 'transition-not-allowed', transition: 'withdraw', status },
      });
      expect(returnAggregate.snapshot()).toEqual({ ...returnSnapshot, status });
    },
  );

  test('tells that it was removed', () => {
    const returnAggregate = storedReturn();
    returnAggregate.remove(later);
    expect(returnAggregate.pullEvents()).toMatchObject([
      { name: 'ReturnRemoved', version: 2, occurredAt: later },
    ]);
  });
});
