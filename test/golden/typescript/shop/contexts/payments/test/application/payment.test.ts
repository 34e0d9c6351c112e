import { byTester } from '@packages/kernel/testing';
import { describe, expect, test } from 'bun:test';

import { paymentExamples } from '../examples/payment.ts';
import { createFakePayments } from '../fakes/payments.ts';

const [example] = paymentExamples;
const none = { kind: 'none' } as const;
const stale = { kind: 'versions', versions: [7] } as const;

async function withPayment() {
  const { world, useCases } = createFakePayments();
  const created = await useCases.payment.create({ fields: example }, byTester);
  if (!created.ok) throw new Error(JSON.stringify(created.error));
  return { world, useCases: useCases.payment, payment: created.value };
}

describe('payments', () => {
  test('are created, read and told of', async () => {
    const { world, useCases, payment } = await withPayment();
    expect(await useCases.read(payment.id, byTester)).toEqual({ ok: true, value: payment });
    expect(world.events.map(({ name }) => name)).toEqual(['PaymentCreated']);
  });

  test('are not created where a rule is broken, and nothing is told', async () => {
    const { world, useCases } = createFakePayments();
    const fields = { ...example, 'no such': 1 };
    const created = await useCases.payment.create({ fields }, byTester);
    expect(created).toMatchObject({
      error: { kind: 'invalid', violations: [{ code: 'unknown-field' }] },
    });
    expect(world.events).toEqual([]);
  });

  test('do not share their order id', async () => {
    const { world, useCases } = await withPayment();
    expect(await useCases.create({ fields: example }, byTester)).toMatchObject({
      error: { kind: 'taken', violations: [{ pointer: '/orderId', code: 'not-unique' }] },
    });
    expect(world.events).toHaveLength(1);
  });

  test('keep their order id', async () => {
    const { world, useCases, payment } = await withPayment();
    const patch = { orderId: '01890a5d-ac96-774b-bcce-b302099a8057' };
    expect(
      await useCases.change({ id: payment.id, patch, precondition: none }, byTester),
    ).toMatchObject({
      error: { kind: 'invalid', violations: [{ pointer: '/orderId', code: 'immutable' }] },
    });
    expect(world.events).toHaveLength(1);
  });

  test('are neither changed nor removed by who knows another version', async () => {
    const { world, useCases, payment } = await withPayment();
    const { id } = payment;
    const refused = { ok: false, error: { kind: 'stale' } } as const;
    expect(await useCases.change({ id, patch: {}, precondition: stale }, byTester)).toEqual(
      refused,
    );
    expect(await useCases.remove({ id, precondition: stale }, byTester)).toEqual(refused);
    for (const transition of Object.values(useCases.transitions)) {
      expect(await transition({ id, precondition: stale }, byTester)).toEqual(refused);
    }
    expect(world.events).toHaveLength(1);
  });

  test('that nobody knows are not found', async () => {
    const { payment: useCases } = createFakePayments().useCases;
    const id = '01890a5d-ac96-774b-bcce-ffffffffffff';
    const missing = { ok: false, error: { kind: 'not-found' } } as const;
    expect(await useCases.read(id, byTester)).toEqual(missing);
    expect(await useCases.change({ id, patch: {}, precondition: none }, byTester)).toEqual(missing);
    expect(await useCases.remove({ id, precondition: none }, byTester)).toEqual(missing);
    for (const transition of Object.values(useCases.transitions)) {
      expect(await transition({ id, precondition: none }, byTester)).toEqual(missing);
    }
  });

  test('take a step of their lifecycle, and tell of it', async () => {
    const { world, useCases, payment } = await withPayment();
    const moved = await useCases.transitions.capture(
      { id: payment.id, precondition: none },
      byTester,
    );
    expect(moved).toMatchObject({ ok: true, value: { status: 'captured', version: 2 } });
    expect(world.events.at(-1)).toMatchObject({ name: 'PaymentCaptured', version: 2 });
  });

  test('take no step that their lifecycle does not have', async () => {
    const { world, useCases, payment } = await withPayment();
    expect(
      await useCases.transitions.requestRefund({ id: payment.id, precondition: none }, byTester),
    ).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'requestRefund', status: 'requested' },
    });
    expect(world.events).toHaveLength(1);
  });

  test('are gone once removed', async () => {
    const { world, useCases, payment } = await withPayment();
    const { id } = payment;
    expect(await useCases.remove({ id, precondition: { kind: 'any' } }, byTester)).toEqual({
      ok: true,
      value: undefined,
    });
    expect(await useCases.read(id, byTester)).toMatchObject({ error: { kind: 'not-found' } });
    expect(world.events.at(-1)).toMatchObject({ name: 'PaymentRemoved' });
  });

  test('are listed newest first, page by page', async () => {
    const { world, useCases } = createFakePayments();
    for (const fields of paymentExamples) {
      await useCases.payment.create({ fields }, byTester);
      world.pass(1000);
    }
    const listed: string[] = [];
    let after = null;
    do {
      const page = await useCases.payment.list({ limit: 1, after }, byTester);
      listed.push(...page.items.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(listed).toHaveLength(paymentExamples.length);
    expect(listed).toEqual(listed.toSorted().toReversed());
  });
});
