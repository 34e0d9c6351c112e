import { byTester } from '@packages/kernel/testing';
import { describe, expect, test } from 'bun:test';

import { categoryExamples } from '../examples/category.ts';
import { createFakeCatalog } from '../fakes/catalog.ts';

const [example] = categoryExamples;
const none = { kind: 'none' } as const;
const stale = { kind: 'versions', versions: [7] } as const;

async function withCategory() {
  const { world, useCases } = createFakeCatalog();
  const created = await useCases.category.create({ fields: example }, byTester);
  if (!created.ok) throw new Error(JSON.stringify(created.error));
  return { world, useCases: useCases.category, category: created.value };
}

describe('categories', () => {
  test('are created, read and told of', async () => {
    const { world, useCases, category } = await withCategory();
    expect(await useCases.read(category.id, byTester)).toEqual({ ok: true, value: category });
    expect(world.events.map(({ name }) => name)).toEqual(['CategoryCreated']);
  });

  test('are not created where a rule is broken, and nothing is told', async () => {
    const { world, useCases } = createFakeCatalog();
    const fields = { ...example, 'no such': 1 };
    const created = await useCases.category.create({ fields }, byTester);
    expect(created).toMatchObject({
      error: { kind: 'invalid', violations: [{ code: 'unknown-field' }] },
    });
    expect(world.events).toEqual([]);
  });

  test('do not share their slug', async () => {
    const { world, useCases } = await withCategory();
    expect(await useCases.create({ fields: example }, byTester)).toMatchObject({
      error: { kind: 'taken', violations: [{ pointer: '/slug', code: 'not-unique' }] },
    });
    expect(world.events).toHaveLength(1);
  });

  test('are changed by a merge patch', async () => {
    const { world, useCases, category } = await withCategory();
    const patch = { title: 'titl0' };
    const changed = await useCases.change({ id: category.id, patch, precondition: none }, byTester);
    expect(changed).toMatchObject({ ok: true, value: { title: 'titl0', version: 2 } });
    expect(world.events.at(-1)).toMatchObject({ name: 'CategoryChanged', version: 2 });
  });

  test('keep their slug', async () => {
    const { world, useCases, category } = await withCategory();
    const patch = { slug: 'a' };
    expect(
      await useCases.change({ id: category.id, patch, precondition: none }, byTester),
    ).toMatchObject({
      error: { kind: 'invalid', violations: [{ pointer: '/slug', code: 'immutable' }] },
    });
    expect(world.events).toHaveLength(1);
  });

  test('are neither changed nor removed by who knows another version', async () => {
    const { world, useCases, category } = await withCategory();
    const { id } = category;
    const refused = { ok: false, error: { kind: 'stale' } } as const;
    expect(await useCases.change({ id, patch: {}, precondition: stale }, byTester)).toEqual(
      refused,
    );
    expect(await useCases.remove({ id, precondition: stale }, byTester)).toEqual(refused);
    expect(world.events).toHaveLength(1);
  });

  test('that nobody knows are not found', async () => {
    const { category: useCases } = createFakeCatalog().useCases;
    const id = '01890a5d-ac96-774b-bcce-ffffffffffff';
    const missing = { ok: false, error: { kind: 'not-found' } } as const;
    expect(await useCases.read(id, byTester)).toEqual(missing);
    expect(await useCases.change({ id, patch: {}, precondition: none }, byTester)).toEqual(missing);
    expect(await useCases.remove({ id, precondition: none }, byTester)).toEqual(missing);
  });

  test('are gone once removed', async () => {
    const { world, useCases, category } = await withCategory();
    const { id } = category;
    expect(await useCases.remove({ id, precondition: { kind: 'any' } }, byTester)).toEqual({
      ok: true,
      value: undefined,
    });
    expect(await useCases.read(id, byTester)).toMatchObject({ error: { kind: 'not-found' } });
    expect(world.events.at(-1)).toMatchObject({ name: 'CategoryRemoved' });
  });

  test('are listed newest first, page by page', async () => {
    const { world, useCases } = createFakeCatalog();
    for (const fields of categoryExamples) {
      await useCases.category.create({ fields }, byTester);
      world.pass(1000);
    }
    const listed: string[] = [];
    let after = null;
    do {
      const page = await useCases.category.list({ limit: 1, after }, byTester);
      listed.push(...page.items.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(listed).toHaveLength(categoryExamples.length);
    expect(listed).toEqual(listed.toSorted().toReversed());
  });
});
