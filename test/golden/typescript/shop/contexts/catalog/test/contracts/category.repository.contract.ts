import { err, ok } from '@packages/kernel';
import type { UnitOfWork } from '@packages/kernel/application';
import { byTester } from '@packages/kernel/testing';
import { beforeEach, describe, expect, test } from 'bun:test';

import type { CatalogQueries, CatalogRepositories } from '../../src/application/ports.ts';
import { Category } from '../../src/domain/category/category.ts';
import { categoryExamples } from '../examples/category.ts';

export interface CatalogStore {
  readonly unitOfWork: UnitOfWork<CatalogRepositories>;
  readonly queries: CatalogQueries;
}

const now = new Date('2026-01-15T09:30:00.000Z');
const later = new Date('2026-01-15T09:30:01.000Z');

function made(index: number, id = `01890a5d-ac96-774b-bcce-00000000000${index}`): Category {
  const example = categoryExamples[index];
  if (example === undefined) throw new Error('There are not that many examples.');
  const created = Category.create(example, { id, now: new Date(now.getTime() + index) });
  if (!created.ok) throw new Error(JSON.stringify(created.error));
  return created.value;
}

/** What every store of categories has to do, whatever it is made of. */
export function categoryRepositoryContract(
  implementation: string,
  open: () => Promise<CatalogStore>,
): void {
  describe(`categories in ${implementation}`, () => {
    let store: CatalogStore;
    beforeEach(async () => {
      store = await open();
    });

    const add = (category: Category) =>
      store.unitOfWork.run(byTester, ({ categories: stored }) => stored.add(category));

    const read = (id: string) => store.queries.categories.find(id, byTester);

    test('are read as they were added', async () => {
      const category = made(0);
      expect(await add(category)).toEqual({ ok: true, value: undefined });
      expect(await read(category.id)).toEqual(category.snapshot());
    });

    test('are found in a unit of work as they were added', async () => {
      const category = made(0);
      await add(category);
      const found = await store.unitOfWork.run(byTester, async ({ categories: stored }) =>
        ok((await stored.find(category.id))?.snapshot()),
      );
      expect(found).toEqual({ ok: true, value: category.snapshot() });
    });

    test('are read as they were saved', async () => {
      const category = made(0);
      await add(category);
      const saved = await store.unitOfWork.run(byTester, async ({ categories: stored }) => {
        const found = await stored.find(category.id);
        found?.change({ title: 'titl0' }, later);
        return found === null ? err({ kind: 'not-found' }) : stored.save(found);
      });
      expect(saved).toEqual({ ok: true, value: undefined });
      expect(await read(category.id)).toEqual({
        ...category.snapshot(),
        title: 'titl0',
        version: 2,
        updatedAt: later,
      });
    });

    test('are gone once removed', async () => {
      const category = made(0);
      await add(category);
      await store.unitOfWork.run(byTester, async ({ categories: stored }) => {
        const found = await stored.find(category.id);
        if (found === null) return err({ kind: 'not-found' });
        found.remove(later);
        return ok(await stored.remove(found));
      });
      expect(await read(category.id)).toBeNull();
    });

    test('are not there where the unit of work fails', async () => {
      const category = made(0);
      await store.unitOfWork.run(byTester, async ({ categories: stored }) => {
        await stored.add(category);
        return err({ kind: 'stale' });
      });
      expect(await read(category.id)).toBeNull();
    });

    test('are refused where their slug is in use', async () => {
      await add(made(0));
      expect(await add(made(0, '01890a5d-ac96-774b-bcce-000000000009'))).toEqual({
        ok: false,
        error: {
          kind: 'taken',
          violations: [{ pointer: '/slug', code: 'not-unique', message: expect.any(String) }],
        },
      });
    });

    test('are listed newest first, page by page', async () => {
      const all = categoryExamples.map((_, index) => made(index));
      for (const category of all) await add(category);
      const newestFirst = all.map(({ id }) => id).toReversed();

      const first = await store.queries.categories.list(1, null, byTester);
      expect(first.items.map(({ id }) => id)).toEqual(newestFirst.slice(0, 1));
      const rest = await store.queries.categories.list(100, first.next, byTester);
      expect(
        [first, ...(first.next === null ? [] : [rest])].flatMap(({ items }) =>
          items.map(({ id }) => id),
        ),
      ).toEqual(newestFirst);
      expect(rest.next).toBeNull();
    });
  });
}
