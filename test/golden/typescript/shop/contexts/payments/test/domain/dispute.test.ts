import { describe, expect, test } from 'bun:test';

import { Dispute } from '../../src/domain/dispute/dispute.ts';
import { disputeExamples, disputeSnapshot, storedDispute } from '../examples/dispute.ts';

const [example] = disputeExamples;
const { id, createdAt: now } = disputeSnapshot;
const later = new Date(now.getTime() + 1000);

describe('a new dispute', () => {
  test('is what was asked for', () => {
    const created = Dispute.create(example, { id, now });
    expect(created.ok ? created.value.snapshot() : created.error).toEqual(disputeSnapshot);
  });

  test('tells that it was created, once', () => {
    const created = Dispute.create(example, { id, now });
    expect(created.ok ? created.value.pullEvents() : created.error).toEqual([
      {
        name: 'DisputeCreated',
        aggregate: 'Dispute',
        aggregateId: id,
        version: 1,
        occurredAt: now,
        data: disputeSnapshot,
      },
    ]);
    expect(created.ok ? created.value.pullEvents() : created.error).toEqual([]);
  });

  test.each<[string, object, string, string]>([
    ['payment id: nothing', { paymentId: null }, '/paymentId', 'required'],
    ['payment id: something else', { paymentId: 'not-a-uuid' }, '/paymentId', 'format'],
    ['case number: nothing', { caseNumber: null }, '/caseNumber', 'required'],
    ['case number: a number', { caseNumber: 7 }, '/caseNumber', 'type'],
    ['case number: half a character', { caseNumber: '\ud800' }, '/caseNumber', 'invalid-character'],
    ['case number: too short', { caseNumber: 'x'.repeat(3) }, '/caseNumber', 'min-length'],
    ['case number: too long', { caseNumber: 'x'.repeat(41) }, '/caseNumber', 'max-length'],
    ['amount: nothing', { amount: null }, '/amount', 'required'],
    ['amount: a number', { amount: 1.5 }, '/amount', 'type'],
    [
      'amount: a currency nobody uses',
      { amount: { amount: '12.30', currency: 'XXX' } },
      '/amount/currency',
      'currency',
    ],
    [
      'amount: a fraction of a cent',
      { amount: { amount: '12.301', currency: 'EUR' } },
      '/amount/amount',
      'scale',
    ],
    [
      'amount: too little',
      { amount: { amount: '0.00', currency: 'EUR' } },
      '/amount/amount',
      'min',
    ],
    ['respond by: nothing', { respondBy: null }, '/respondBy', 'required'],
    [
      'respond by: a day that is not in the calendar',
      { respondBy: '2026-02-30' },
      '/respondBy',
      'format',
    ],
  ])('refuses %s', (_, input, pointer, code) => {
    const created = Dispute.create({ ...example, ...input }, { id, now });
    expect(created.ok ? [] : created.error).toContainEqual(
      expect.objectContaining({ pointer, code }),
    );
  });

  test('refuses what it does not know', () => {
    const misspelt = { ...example, 'no such': 1 };
    expect(Dispute.create(misspelt, { id, now })).toMatchObject({
      error: [{ pointer: '/no such', code: 'unknown-field' }],
    });
  });
});

describe('a stored dispute', () => {
  test('comes back as it was, without telling anything', () => {
    const dispute = storedDispute();
    expect(dispute.snapshot()).toEqual(disputeSnapshot);
    expect(dispute.pullEvents()).toEqual([]);
  });

  test('changes what it is told to, and nothing else', () => {
    const dispute = storedDispute();
    expect(dispute.change({ amount: { amount: '0.01', currency: 'EUR' } }, later).ok).toBe(true);
    const changed = {
      ...disputeSnapshot,
      amount: { amount: '0.01', currency: 'EUR' },
      version: 2,
      updatedAt: later,
    } as const;
    expect(dispute.snapshot()).toEqual(changed);
    expect(dispute.pullEvents()).toMatchObject([
      { name: 'DisputeChanged', version: 2, data: changed },
    ]);
  });

  test('keeps what is immutable', () => {
    const dispute = storedDispute();
    expect(
      dispute.change({ paymentId: '01890a5d-ac96-774b-bcce-b302099a8057' }, later),
    ).toMatchObject({
      error: [{ pointer: '/paymentId', code: 'immutable' }],
    });
    expect(dispute.snapshot()).toEqual(disputeSnapshot);
    expect(dispute.pullEvents()).toEqual([]);
  });

  test.each(['opened'] as const)('contest: from %p', (status) => {
    const dispute = storedDispute({ ...disputeSnapshot, status });
    expect(dispute.contest(later).ok).toBe(true);
    expect(dispute.snapshot()).toMatchObject({ status: 'contested', version: 2, updatedAt: later });
    expect(dispute.pullEvents()).toMatchObject([{ name: 'DisputeContested', version: 2 }]);
  });

  test.each(['contested', 'won', 'lost'] as const)('contest: not from %p', (status) => {
    const dispute = storedDispute({ ...disputeSnapshot, status });
    expect(dispute.contest(later)).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'contest', status },
    });
    expect(dispute.snapshot()).toEqual({ ...disputeSnapshot, status });
  });

  test.each(['contested'] as const)('win: from %p', (status) => {
    const dispute = storedDispute({ ...disputeSnapshot, status });
    expect(dispute.win(later).ok).toBe(true);
    expect(dispute.snapshot()).toMatchObject({ status: 'won', version: 2, updatedAt: later });
    expect(dispute.pullEvents()).toMatchObject([{ name: 'DisputeWon', version: 2 }]);
  });

  test.each(['opened', 'won', 'lost'] as const)('win: not from %p', (status) => {
    const dispute = storedDispute({ ...disputeSnapshot, status });
    expect(dispute.win(later)).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'win', status },
    });
    expect(dispute.snapshot()).toEqual({ ...disputeSnapshot, status });
  });

  test.each(['opened', 'contested'] as const)('lose: from %p', (status) => {
    const dispute = storedDispute({ ...disputeSnapshot, status });
    expect(dispute.lose(later).ok).toBe(true);
    expect(dispute.snapshot()).toMatchObject({ status: 'lost', version: 2, updatedAt: later });
    expect(dispute.pullEvents()).toMatchObject([{ name: 'DisputeLost', version: 2 }]);
  });

  test.each(['won', 'lost'] as const)('lose: not from %p', (status) => {
    const dispute = storedDispute({ ...disputeSnapshot, status });
    expect(dispute.lose(later)).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'lose', status },
    });
    expect(dispute.snapshot()).toEqual({ ...disputeSnapshot, status });
  });

  test('tells that it was removed', () => {
    const dispute = storedDispute();
    dispute.remove(later);
    expect(dispute.pullEvents()).toMatchObject([
      { name: 'DisputeRemoved', version: 2, occurredAt: later },
    ]);
  });
});
