import { byTester } from '@packages/kernel/testing';
import { describe, expect, test } from 'bun:test';

import { productExamples } from '../examples/product.ts';
import { createFakeCatalog } from '../fakes/catalog.ts';

const [example] = productExamples;
const none = { kind: 'none' } as const;
const stale = { kind: 'versions', versions: [7] } as const;

async function withProduct() {
  const { world, useCases } = createFakeCatalog();
  const created = await useCases.product.create({ fields: example }, byTester);
  if (!created.ok) throw new Error(JSON.stringify(created.error));
  return { world, useCases: useCases.product, product: created.value };
}

describe('products', () => {
  test('are created, read and told of', async () => {
    const { world, useCases, product } = await withProduct();
    expect(await useCases.read(product.id, byTester)).toEqual({ ok: true, value: product });
    expect(world.events.map(({ name }) => name)).toEqual(['ProductCreated']);
  });

  test('are not created where a rule is broken, and nothing is told', async () => {
    const { world, useCases } = createFakeCatalog();
    const fields = { ...example, 'no such': 1 };
    const created = await useCases.product.create({ fields }, byTester);
    expect(created).toMatchObject({
      error: { kind: 'invalid', violations: [{ code: 'unknown-field' }] },
    });
    expect(world.events).toEqual([]);
  });

  test('do not share their sku', async () => {
    const { world, useCases } = await withProduct();
    expect(await useCases.create({ fields: example }, byTester)).toMatchObject({
      error: { kind: 'taken', violations: [{ pointer: '/sku', code: 'not-unique' }] },
    });
    expect(world.events).toHaveLength(1);
  });

  test('are changed by a merge patch', async () => {
    const { world, useCases, product } = await withProduct();
    const patch = { title: 'titl0' };
    const changed = await useCases.change({ id: product.id, patch, precondition: none }, byTester);
    expect(changed).toMatchObject({ ok: true, value: { title: 'titl0', version: 2 } });
    expect(world.events.at(-1)).toMatchObject({ name: 'ProductChanged', version: 2 });
  });

  test('keep their sku', async () => {
    const { world, useCases, product } = await withProduct();
    const patch = { sku: 'AAA' };
    expect(
      await useCases.change({ id: product.id, patch, precondition: none }, byTester),
    ).toMatchObject({
      error: { kind: 'invalid', violations: [{ pointer: '/sku', code: 'immutable' }] },
    });
    expect(world.events).toHaveLength(1);
  });

  test('are neither changed nor removed by who knows another version', async () => {
    const { world, useCases, product } = await withProduct();
    const { id } = product;
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
    const { product: useCases } = createFakeCatalog().useCases;
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
    const { world, useCases, product } = await withProduct();
    const moved = await useCases.transitions.publish(
      { id: product.id, precondition: none },
      byTester,
    );
    expect(moved).toMatchObject({ ok: true, value: { status: 'published', version: 2 } });
    expect(world.events.at(-1)).toMatchObject({ name: 'ProductPublished', version: 2 });
  });

  test('take no step that their lifecycle does not have', async () => {
    const { world, useCases, product } = await withProduct();
    expect(
      await useCases.transitions.withdraw({ id: product.id, precondition: none }, byTester),
    ).toEqual({
      ok: false,
      error: { kind: 'transition-not-allowed', transition: 'withdraw', status: 'draft' },
    });
    expect(world.events).toHaveLength(1);
  });

  test('are gone once removed', async () => {
    const { world, useCases, product } = await withProduct();
    const { id } = product;
    expect(await useCases.remove({ id, precondition: { kind: 'any' } }, byTester)).toEqual({
      ok: true,
      value: undefined,
    });
    expect(await useCases.read(id, byTester)).toMatchObject({ error: { kind: 'not-found' } });
    expect(world.events.at(-1)).toMatchObject({ name: 'ProductRemoved' });
  });

  test('are listed newest first, page by page', async () => {
    const { world, useCases } = createFakeCatalog();
    for (const fields of productExamples) {
      await useCases.product.create({ fields }, byTester);
      world.pass(1000);
    }
    const listed: string[] = [];
    let after = null;
    do {
      const page = await useCases.product.list({ limit: 1, after }, byTester);
      listed.push(...page.items.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(listed).toHaveLength(productExamples.length);
    expect(listed).toEqual(listed.toSorted().toReversed());
  });
});
