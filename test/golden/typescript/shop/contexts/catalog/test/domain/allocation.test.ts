import { describe, expect, test } from 'bun:test';

import { Allocation } from '../../src/domain/allocation/allocation.ts';
import {
  allocationExamples,
  allocationSnapshot,
  storedAllocation,
} from '../examples/allocation.ts';

const [example] = allocationExamples;
const { id, createdAt: now } = allocationSnapshot;
const later = new Date(now.getTime() + 1000);

describe('a new allocation', () => {
  test('is what was asked for', () => {
    const created = Allocation.create(example, { id, now });
    expect(created.ok ? created.value.snapshot() : created.error).toEqual(allocationSnapshot);
  });

  test('tells that it was created, once', () => {
    const created = Allocation.create(example, { id, now });
    expect(created.ok ? created.value.pullEvents() : created.error).toEqual([
      {
        name: 'AllocationCreated',
        aggregate: 'Allocation',
        aggregateId: id,
        version: 1,
        occurredAt: now,
        data: allocationSnapshot,
      },
    ]);
    expect(created.ok ? created.value.pullEvents() : created.error).toEqual([]);
  });

  test.each<[string, object, string, string]>([
    ['order id: nothing', { orderId: null }, '/orderId', 'required'],
    ['order id: something else', { orderId: 'not-a-uuid' }, '/orderId', 'format'],
    ['product id: nothing', { productId: null }, '/productId', 'required'],
    ['product id: something else', { productId: 'not-a-uuid' }, '/productId', 'format'],
    ['quantity: nothing', { quantity: null }, '/quantity', 'required'],
    ['quantity: a fraction', { quantity: 1.5 }, '/quantity', 'type'],
    ['quantity: too little', { quantity: 0 }, '/quantity', 'min'],
    ['quantity: too much', { quantity: 1001 }, '/quantity', 'max'],
  ])('refuses %s', (_, input, pointer, code) => {
    const created = Allocation.create({ ...example, ...input }, { id, now });
    expect(created.ok ? [] : created.error).toContainEqual(
      expect.objectContaining({ pointer, code }),
    );
  });

  test('refuses what it does not know', () => {
    const misspelt = { ...example, 'no such': 1 };
    expect(Allocation.create(misspelt, { id, now })).toMatchObject({
      error: [{ pointer: '/no such', code: 'unknown-field' }],
    });
  });
});

describe('a stored allocation', () => {
  test('comes back as it was, without telling anything', () => {
    const allocation = storedAllocation();
    expect(allocation.snapshot()).toEqual(allocationSnapshot);
    expect(allocation.pullEvents()).toEqual([]);
  });

  test('keeps what is immutable', () => {
    const allocation = storedAllocation();
    expect(
      allocation.change({ orderId: '01890a5d-ac96-774b-bcce-b302099a8057' }, later),
    ).toMatchObject({
      error: [{ pointer: '/orderId', code: 'immutable' }],
    });
    expect(allocation.snapshot()).toEqual(allocationSnapshot);
    expect(allocation.pullEvents()).toEqual([]);
  });

  test.each(['requested'] as const)('confirm: from %p', (status) => {
    const allocation = storedAllocation({ ...allocationSnapshot, status });
    expect(allocation.confirm(later).ok).toBe(true);
    expect(allocation.snapshot()).toMatchObject({
      status: 'confirmed',
      version: 2,
      updatedAt: later,
    });
    expect(allocation.pullEvents()).toMatchObject([{ name: 'AllocationConfirmed', version: 2 }]);
  });

  test.each(['confirmed', 'rejected', 'released'] as const)('confirm: not from %p', (status) => {
    const allocation = storedAllocation({ ...allocationSnapshot, status });
    expect(allocation.confirm(later)).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'confirm', status },
    });
    expect(allocation.snapshot()).toEqual({ ...allocationSnapshot, status });
  });

  test.each(['requested'] as const)('reject: from %p', (status) => {
    const allocation = storedAllocation({ ...allocationSnapshot, status });
    expect(allocation.reject(later).ok).toBe(true);
    expect(allocation.snapshot()).toMatchObject({
      status: 'rejected',
      version: 2,
      updatedAt: later,
    });
    expect(allocation.pullEvents()).toMatchObject([{ name: 'AllocationRejected', version: 2 }]);
  });

  test.each(['confirmed', 'rejected', 'released'] as const)('reject: not from %p', (status) => {
    const allocation = storedAllocation({ ...allocationSnapshot, status });
    expect(allocation.reject(later)).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'reject', status },
    });
    expect(allocation.snapshot()).toEqual({ ...allocationSnapshot, status });
  });

  test.each(['requested', 'confirmed'] as const)('release: from %p', (status) => {
    const allocation = storedAllocation({ ...allocationSnapshot, status });
    expect(allocation.release(later).ok).toBe(true);
    expect(allocation.snapshot()).toMatchObject({
      status: 'released',
      version: 2,
      updatedAt: later,
    });
    expect(allocation.pullEvents()).toMatchObject([{ name: 'AllocationReleased', version: 2 }]);
  });

  test.each(['rejected', 'released'] as const)('release: not from %p', (status) => {
    const allocation = storedAllocation({ ...allocationSnapshot, status });
    expect(allocation.release(later)).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'release', status },
    });
    expect(allocation.snapshot()).toEqual({ ...allocationSnapshot, status });
  });

  test('tells that it was removed', () => {
    const allocation = storedAllocation();
    allocation.remove(later);
    expect(allocation.pullEvents()).toMatchObject([
      { name: 'AllocationRemoved', version: 2, occurredAt: later },
    ]);
  });
});
