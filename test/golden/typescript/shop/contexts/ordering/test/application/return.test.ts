import { byTester } from '@packages/kernel/testing';
import { describe, expect, test } from 'bun:test';

import { returnExamples } from '../examples/return.ts';
import { createFakeOrdering } from '../fakes/ordering.ts';

const [example] = returnExamples;
const none = { kind: 'none' } as const;
const stale = { kind: 'versions', versions: [7] } as const;

async function withReturn() {
  const { world, useCases } = createFakeOrdering();
  const created = await useCases.return.create({ fields: example }, byTester);
  if (!created.ok) throw new Error(JSON.stringify(created.error));
  return { world, useCases: useCases.return, returnAggregate: created.value };
}

describe('returns', () => {
  test('are created, read and told of', async () => {
    const { world, useCases, returnAggregate } = await withReturn();
    expect(await useCases.read(returnAggregate.id, byTester)).toEqual({
      ok: true,
      value: returnAggregate,
    });
    expect(world.events.map(({ name }) => name)).toEqual(['ReturnCreated']);
  });

  test('are not created where a rule is broken, and nothing is told', async () => {
    const { world, useCases } = createFakeOrdering();
    const fields = { ...example, 'no such': 1 };
    const created = await useCases.return.create({ fields }, byTester);
    expect(created).toMatchObject({
      error: { kind: 'invalid', violations: [{ code: 'unknown-field' }] },
    });
    expect(world.events).toEqual([]);
  });

  test('are changed by a merge patch', async () => {
    const { world, useCases, returnAggregate } = await withReturn();
    const patch = { reason: 'wrong-item' };
    const changed = await useCases.change(
      { id: returnAggregate.id, patch, precondition: none },
      byTester,
    );
    expect(changed).toMatchObject({ ok: true, value: { reason: 'wrong-item', version: 2 } });
    expect(world.events.at(-1)).toMatchObject({ name: 'ReturnChanged', version: 2 });
  });

  test('keep their order id', async () => {
    const { world, useCases, returnAggregate } = await withReturn();
    const patch = { orderId: '01890a5d-ac96-774b-bcce-b302099a8057' };
    expect(
      await useCases.change({ id: returnAggregate.id, patch, precondition: none }, byTester),
    ).toMatchObject({
      error: { kind: 'invalid', violations: [{ pointer: '/orderId', code: 'immutable' }] },
    });
    expect(world.events).toHaveLength(1);
  });

  test('are neither changed nor removed by who knows another version', async () => {
    const { world, useCases, returnAggregate } = await withReturn();
    const { id } = returnAggregate;
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
    const { return: useCases } = createFakeOrdering().useCases;
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
    const { world, useCases, returnAggregate } = await withReturn();
    const moved = await useCases.transitions.receive(
      { id: returnAggregate.id, precondition: none },
      byTester,
    );
    expect(moved).toMatchObject({ ok: true, value: { status: 'received', version: 2 } });
    expect(world.events.at(-1)).toMatchObject({ name: 'ReturnReceived', version: 2 });
  });

  test('take no step that their lifecycle does not have', async () => {
    const { world, useCases, returnAggregate } = await withReturn();
    expect(
      await useCases.transitions.accept({ id: returnAggregate.id, precondition: none }, byTester),
    ).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'accept', status: 'announced' },
    });
    expect(world.events).toHaveLength(1);
  });

  test('are gone once removed', async () => {
    const { world, useCases, returnAggregate } = await withReturn();
    const { id } = returnAggregate;
    expect(await useCases.remove({ id, precondition: { kind: 'any' } }, byTester)).toEqual({
      ok: true,
      value: undefined,
    });
    expect(await useCases.read(id, byTester)).toMatchObject({ error: { kind: 'not-found' } });
    expect(world.events.at(-1)).toMatchObject({ name: 'ReturnRemoved' });
  });

  test('are listed newest first, page by page', async () => {
    const { world, useCases } = createFakeOrdering();
    for (const fields of returnExamples) {
      await useCases.return.create({ fields }, byTester);
      world.pass(1000);
    }
    const listed: string[] = [];
    let after = null;
    do {
      const page = await useCases.return.list({ limit: 1, after }, byTester);
      listed.push(...page.items.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(listed).toHaveLength(returnExamples.length);
    expect(listed).toEqual(listed.toSorted().toReversed());
  });
});
