import { byTester } from '@packages/kernel/testing';
import { describe, expect, test } from 'bun:test';

import { orderExamples } from '../examples/order.ts';
import { createFakeOrdering } from '../fakes/ordering.ts';

const [example] = orderExamples;
const none = { kind: 'none' } as const;
const stale = { kind: 'versions', versions: [7] } as const;

async function withOrder() {
  const { world, useCases } = createFakeOrdering();
  const created = await useCases.order.create({ fields: example }, byTester);
  if (!created.ok) throw new Error(JSON.stringify(created.error));
  return { world, useCases: useCases.order, order: created.value };
}

describe('orders', () => {
  test('are created, read and told of', async () => {
    const { world, useCases, order } = await withOrder();
    expect(await useCases.read(order.id, byTester)).toEqual({ ok: true, value: order });
    expect(world.events.map(({ name }) => name)).toEqual(['OrderCreated']);
  });

  test('are not created where a rule is broken, and nothing is told', async () => {
    const { world, useCases } = createFakeOrdering();
    const fields = { ...example, 'no such': 1 };
    const created = await useCases.order.create({ fields }, byTester);
    expect(created).toMatchObject({
      error: { kind: 'invalid', violations: [{ code: 'unknown-field' }] },
    });
    expect(world.events).toEqual([]);
  });

  test('are changed by a merge patch', async () => {
    const { world, useCases, order } = await withOrder();
    const patch = { quantity: 1 };
    const changed = await useCases.change({ id: order.id, patch, precondition: none }, byTester);
    expect(changed).toMatchObject({ ok: true, value: { quantity: 1, version: 2 } });
    expect(world.events.at(-1)).toMatchObject({ name: 'OrderChanged', version: 2 });
  });

  test('keep their product id', async () => {
    const { world, useCases, order } = await withOrder();
    const patch = { productId: '01890a5d-ac96-774b-bcce-b302099a8057' };
    expect(
      await useCases.change({ id: order.id, patch, precondition: none }, byTester),
    ).toMatchObject({
      error: { kind: 'invalid', violations: [{ pointer: '/productId', code: 'immutable' }] },
    });
    expect(world.events).toHaveLength(1);
  });

  test('are neither changed nor removed by who knows another version', async () => {
    const { world, useCases, order } = await withOrder();
    const { id } = order;
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
    const { order: useCases } = createFakeOrdering().useCases;
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
    const { world, useCases, order } = await withOrder();
    const moved = await useCases.transitions.place({ id: order.id, precondition: none }, byTester);
    expect(moved).toMatchObject({ ok: true, value: { status: 'placed', version: 2 } });
    expect(world.events.at(-1)).toMatchObject({ name: 'OrderPlaced', version: 2 });
  });

  test('take no step that their lifecycle does not have', async () => {
    const { world, useCases, order } = await withOrder();
    expect(
      await useCases.transitions.confirm({ id: order.id, precondition: none }, byTester),
    ).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'confirm', status: 'draft' },
    });
    expect(world.events).toHaveLength(1);
  });

  test('are gone once removed', async () => {
    const { world, useCases, order } = await withOrder();
    const { id } = order;
    expect(await useCases.remove({ id, precondition: { kind: 'any' } }, byTester)).toEqual({
      ok: true,
      value: undefined,
    });
    expect(await useCases.read(id, byTester)).toMatchObject({ error: { kind: 'not-found' } });
    expect(world.events.at(-1)).toMatchObject({ name: 'OrderRemoved' });
  });

  test('are listed newest first, page by page', async () => {
    const { world, useCases } = createFakeOrdering();
    for (const fields of orderExamples) {
      await useCases.order.create({ fields }, byTester);
      world.pass(1000);
    }
    const listed: string[] = [];
    let after = null;
    do {
      const page = await useCases.order.list({ limit: 1, after }, byTester);
      listed.push(...page.items.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(listed).toHaveLength(orderExamples.length);
    expect(listed).toEqual(listed.toSorted().toReversed());
  });
});
