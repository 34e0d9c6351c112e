import { byTester } from '@packages/kernel/testing';
import { describe, expect, test } from 'bun:test';

import { disputeExamples } from '../examples/dispute.ts';
import { createFakePayments } from '../fakes/payments.ts';

const [example] = disputeExamples;
const none = { kind: 'none' } as const;
const stale = { kind: 'versions', versions: [7] } as const;

async function withDispute() {
  const { world, useCases } = createFakePayments();
  const created = await useCases.dispute.create({ fields: example }, byTester);
  if (!created.ok) throw new Error(JSON.stringify(created.error));
  return { world, useCases: useCases.dispute, dispute: created.value };
}

describe('disputes', () => {
  test('are created, read and told of', async () => {
    const { world, useCases, dispute } = await withDispute();
    expect(await useCases.read(dispute.id, byTester)).toEqual({ ok: true, value: dispute });
    expect(world.events.map(({ name }) => name)).toEqual(['DisputeCreated']);
  });

  test('are not created where a rule is broken, and nothing is told', async () => {
    const { world, useCases } = createFakePayments();
    const fields = { ...example, 'no such': 1 };
    const created = await useCases.dispute.create({ fields }, byTester);
    expect(created).toMatchObject({
      error: { kind: 'invalid', violations: [{ code: 'unknown-field' }] },
    });
    expect(world.events).toEqual([]);
  });

  test('do not share their case number', async () => {
    const { world, useCases } = await withDispute();
    expect(await useCases.create({ fields: example }, byTester)).toMatchObject({
      error: { kind: 'taken', violations: [{ pointer: '/caseNumber', code: 'not-unique' }] },
    });
    expect(world.events).toHaveLength(1);
  });

  test('are changed by a merge patch', async () => {
    const { world, useCases, dispute } = await withDispute();
    const patch = { amount: { amount: '0.01', currency: 'EUR' } };
    const changed = await useCases.change({ id: dispute.id, patch, precondition: none }, byTester);
    expect(changed).toMatchObject({
      ok: true,
      value: { amount: { amount: '0.01', currency: 'EUR' }, version: 2 },
    });
    expect(world.events.at(-1)).toMatchObject({ name: 'DisputeChanged', version: 2 });
  });

  test('keep their payment id', async () => {
    const { world, useCases, dispute } = await withDispute();
    const patch = { paymentId: '01890a5d-ac96-774b-bcce-b302099a8057' };
    expect(
      await useCases.change({ id: dispute.id, patch, precondition: none }, byTester),
    ).toMatchObject({
      error: { kind: 'invalid', violations: [{ pointer: '/paymentId', code: 'immutable' }] },
    });
    expect(world.events).toHaveLength(1);
  });

  test('are neither changed nor removed by who knows another version', async () => {
    const { world, useCases, dispute } = await withDispute();
    const { id } = dispute;
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
    const { dispute: useCases } = createFakePayments().useCases;
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
    const { world, useCases, dispute } = await withDispute();
    const moved = await useCases.transitions.contest(
      { id: dispute.id, precondition: none },
      byTester,
    );
    expect(moved).toMatchObject({ ok: true, value: { status: 'contested', version: 2 } });
    expect(world.events.at(-1)).toMatchObject({ name: 'DisputeContested', version: 2 });
  });

  test('take no step that their lifecycle does not have', async () => {
    const { world, useCases, dispute } = await withDispute();
    expect(
      await useCases.transitions.win({ id: dispute.id, precondition: none }, byTester),
    ).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'win', status: 'opened' },
    });
    expect(world.events).toHaveLength(1);
  });

  test('are gone once removed', async () => {
    const { world, useCases, dispute } = await withDispute();
    const { id } = dispute;
    expect(await useCases.remove({ id, precondition: { kind: 'any' } }, byTester)).toEqual({
      ok: true,
      value: undefined,
    });
    expect(await useCases.read(id, byTester)).toMatchObject({ error: { kind: 'not-found' } });
    expect(world.events.at(-1)).toMatchObject({ name: 'DisputeRemoved' });
  });

  test('are listed newest first, page by page', async () => {
    const { world, useCases } = createFakePayments();
    for (const fields of disputeExamples) {
      await useCases.dispute.create({ fields }, byTester);
      world.pass(1000);
    }
    const listed: string[] = [];
    let after = null;
    do {
      const page = await useCases.dispute.list({ limit: 1, after }, byTester);
      listed.push(...page.items.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(listed).toHaveLength(disputeExamples.length);
    expect(listed).toEqual(listed.toSorted().toReversed());
  });
});
