import { describe, expect, test } from 'bun:test';

import { Payment } from '../../src/domain/payment/payment.ts';
import { paymentExamples, paymentSnapshot, storedPayment } from '../examples/payment.ts';

const [example] = paymentExamples;
const { id, createdAt: now } = paymentSnapshot;
const later = new Date(now.getTime() + 1000);

describe('a new payment', () => {
  test('is what was asked for', () => {
    const created = Payment.create(example, { id, now });
    expect(created.ok ? created.value.snapshot() : created.error).toEqual(paymentSnapshot);
  });

  test('tells that it was created, once', () => {
    const created = Payment.create(example, { id, now });
    expect(created.ok ? created.value.pullEvents() : created.error).toEqual([
      {
        name: 'PaymentCreated',
        aggregate: 'Payment',
        aggregateId: id,
        version: 1,
        occurredAt: now,
        data: paymentSnapshot,
      },
    ]);
    expect(created.ok ? created.value.pullEvents() : created.error).toEqual([]);
  });

  test.each<[string, object, string, string]>([
    ['order id: nothing', { orderId: null }, '/orderId', 'required'],
    ['order id: something else', { orderId: 'not-a-uuid' }, '/orderId', 'format'],
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
    ['payer email: nothing', { payerEmail: null }, '/payerEmail', 'required'],
    ['payer email: half a character', { payerEmail: '\ud800' }, '/payerEmail', 'invalid-character'],
    ['payer email: too long', { payerEmail: 'x'.repeat(255) }, '/payerEmail', 'max-length'],
    ['payer email: off the format', { payerEmail: 'nobody.example.com' }, '/payerEmail', 'format'],
  ])('refuses %s', (_, input, pointer, code) => {
    const created = Payment.create({ ...example, ...input }, { id, now });
    expect(created.ok ? [] : created.error).toContainEqual(
      expect.objectContaining({ pointer, code }),
    );
  });

  test('refuses what it does not know', () => {
    const misspelt = { ...example, 'no such': 1 };
    expect(Payment.create(misspelt, { id, now })).toMatchObject({
      error: [{ pointer: '/no such', code: 'unknown-field' }],
    });
  });
});

describe('a stored payment', () => {
  test('comes back as it was, without telling anything', () => {
    const payment = storedPayment();
    expect(payment.snapshot()).toEqual(paymentSnapshot);
    expect(payment.pullEvents()).toEqual([]);
  });

  test('keeps what is immutable', () => {
    const payment = storedPayment();
    expect(
      payment.change({ orderId: '01890a5d-ac96-774b-bcce-b302099a8057' }, later),
    ).toMatchObject({
      error: [{ pointer: '/orderId', code: 'immutable' }],
    });
    expect(payment.snapshot()).toEqual(paymentSnapshot);
    expect(payment.pullEvents()).toEqual([]);
  });

  test.each(['requested'] as const)('capture: from %p', (status) => {
    const payment = storedPayment({ ...paymentSnapshot, status });
    expect(payment.capture(later).ok).toBe(true);
    expect(payment.snapshot()).toMatchObject({ status: 'captured', version: 2, updatedAt: later });
    expect(payment.pullEvents()).toMatchObject([{ name: 'PaymentCaptured', version: 2 }]);
  });

  test.each([
    'captured',
    'declined',
    'cancelled',
    'refund-pending',
    'refund-failed',
    'refunded',
  ] as const)('capture: not from %p', (status) => {
    const payment = storedPayment({ ...paymentSnapshot, status });
    expect(payment.capture(later)).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'capture', status },
    });
    expect(payment.snapshot()).toEqual({ ...paymentSnapshot, status });
  });

  test.each(['requested'] as const)('decline: from %p', (status) => {
    const payment = storedPayment({ ...paymentSnapshot, status });
    expect(payment.decline(later).ok).toBe(true);
    expect(payment.snapshot()).toMatchObject({ status: 'declined', version: 2, updatedAt: later });
    expect(payment.pullEvents()).toMatchObject([{ name: 'PaymentDeclined', version: 2 }]);
  });

  test.each([
    'captured',
    'declined',
    'cancelled',
    'refund-pending',
    'refund-failed',
    'refunded',
  ] as const)('decline: not from %p', (status) => {
    const payment = storedPayment({ ...paymentSnapshot, status });
    expect(payment.decline(later)).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'decline', status },
    });
    expect(payment.snapshot()).toEqual({ ...paymentSnapshot, status });
  });

  test.each(['requested'] as const)('cancel: from %p', (status) => {
    const payment = storedPayment({ ...paymentSnapshot, status });
    expect(payment.cancel(later).ok).toBe(true);
    expect(payment.snapshot()).toMatchObject({ status: 'cancelled', version: 2, updatedAt: later });
    expect(payment.pullEvents()).toMatchObject([{ name: 'PaymentCancelled', version: 2 }]);
  });

  test.each([
    'captured',
    'declined',
    'cancelled',
    'refund-pending',
    'refund-failed',
    'refunded',
  ] as const)('cancel: not from %p', (status) => {
    const payment = storedPayment({ ...paymentSnapshot, status });
    expect(payment.cancel(later)).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'cancel', status },
    });
    expect(payment.snapshot()).toEqual({ ...paymentSnapshot, status });
  });

  test.each(['captured'] as const)('request refund: from %p', (status) => {
    const payment = storedPayment({ ...paymentSnapshot, status });
    expect(payment.requestRefund(later).ok).toBe(true);
    expect(payment.snapshot()).toMatchObject({
      status: 'refund-pending',
      version: 2,
      updatedAt: later,
    });
    expect(payment.pullEvents()).toMatchObject([{ name: 'PaymentRefundRequested', version: 2 }]);
  });

  test.each([
    'requested',
    'declined',
    'cancelled',
    'refund-pending',
    'refund-failed',
    'refunded',
  ] as const)('request refund: not from %p', (status) => {
    const payment = storedPayment({ ...paymentSnapshot, status });
    expect(payment.requestRefund(later)).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'requestRefund', status },
    });
    expect(payment.snapshot()).toEqual({ ...paymentSnapshot, status });
  });

  test.each(['refund-failed'] as const)('retry refund: from %p', (status) => {
    const payment = storedPayment({ ...paymentSnapshot, status });
    expect(payment.retryRefund(later).ok).toBe(true);
    expect(payment.snapshot()).toMatchObject({
      status: 'refund-pending',
      version: 2,
      updatedAt: later,
    });
    expect(payment.pullEvents()).toMatchObject([{ name: 'PaymentRefundRetried', version: 2 }]);
  });

  test.each([
    'requested',
    'captured',
    'declined',
    'cancelled',
    'refund-pending',
    'refunded',
  ] as const)('retry refund: not from %p', (status) => {
    const payment = storedPayment({ ...paymentSnapshot, status });
    expect(payment.retryRefund(later)).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'retryRefund', status },
    });
    expect(payment.snapshot()).toEqual({ ...paymentSnapshot, status });
  });

  test.each(['refund-pending'] as const)('refund: from %p', (status) => {
    const payment = storedPayment({ ...paymentSnapshot, status });
    expect(payment.refund(later).ok).toBe(true);
    expect(payment.snapshot()).toMatchObject({ status: 'refunded', version: 2, updatedAt: later });
    expect(payment.pullEvents()).toMatchObject([{ name: 'PaymentRefunded', version: 2 }]);
  });

  test.each([
    'requested',
    'captured',
    'declined',
    'cancelled',
    'refund-failed',
    'refunded',
  ] as const)('refund: not from %p', (status) => {
    const payment = storedPayment({ ...paymentSnapshot, status });
    expect(payment.refund(later)).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'refund', status },
    });
    expect(payment.snapshot()).toEqual({ ...paymentSnapshot, status });
  });

  test.each(['refund-pending'] as const)('fail refund: from %p', (status) => {
    const payment = storedPayment({ ...paymentSnapshot, status });
    expect(payment.failRefund(later).ok).toBe(true);
    expect(payment.snapshot()).toMatchObject({
      status: 'refund-failed',
      version: 2,
      updatedAt: later,
    });
    expect(payment.pullEvents()).toMatchObject([{ name: 'PaymentRefundFailed', version: 2 }]);
  });

  test.each([
    'requested',
    'captured',
    'declined',
    'cancelled',
    'refund-failed',
    'refunded',
  ] as const)('fail refund: not from %p', (status) => {
    const payment = storedPayment({ ...paymentSnapshot, status });
    expect(payment.failRefund(later)).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'failRefund', status },
    });
    expect(payment.snapshot()).toEqual({ ...paymentSnapshot, status });
  });

  test('tells that it was removed', () => {
    const payment = storedPayment();
    payment.remove(later);
    expect(payment.pullEvents()).toMatchObject([
      { name: 'PaymentRemoved', version: 2, occurredAt: later },
    ]);
  });
});
