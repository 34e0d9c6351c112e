import { err, ok } from '@packages/kernel';
import type { UnitOfWork } from '@packages/kernel/application';
import { byTester } from '@packages/kernel/testing';
import { beforeEach, describe, expect, test } from 'bun:test';

import type { CatalogQueries, CatalogRepositories } from '../../src/application/ports.ts';
import { Product } from '../../src/domain/product/product.ts';
import { productExamples } from '../examples/product.ts';

export interface CatalogStore {
  readonly unitOfWork: UnitOfWork<CatalogRepositories>;
  readonly queries: CatalogQueries;
}

const now = new Date('2026-01-15T09:30:00.000Z');
const later = new Date('2026-01-15T09:30:01.000Z');

function made(index: number, id = `01890a5d-ac96-774b-bcce-00000000000${index}`): Product {
  const example = productExamples[index];
  if (example === undefined) throw new Error('There are not that many examples.');
  const created = Product.create(example, { id, now: new Date(now.getTime() + index) });
  if (!created.ok) throw new Error(JSON.stringify(created.error));
  return created.value;
}

/** What every store of products has to do, whatever it is made of. */
export function productRepositoryContract(
  implementation: string,
  open: () => Promise<CatalogStore>,
): void {
  describe(`products in ${implementation}`, () => {
    let store: CatalogStore;
    beforeEach(async () => {
      store = await open();
    });

    const add = (product: Product) =>
      store.unitOfWork.run(byTester, ({ products: stored }) => stored.add(product));

    const read = (id: string) => store.queries.products.find(id, byTester);

    test('are read as they were added', async () => {
      const product = made(0);
      expect(await add(product)).toEqual({ ok: true, value: undefined });
      expect(await read(product.id)).toEqual(product.snapshot());
    });

    test('are found in a unit of work as they were added', async () => {
      const product = made(0);
      await add(product);
      const found = await store.unitOfWork.run(byTester, async ({ products: stored }) =>
        ok((await stored.find(product.id))?.snapshot()),
      );
      expect(found).toEqual({ ok: true, value: product.snapshot() });
    });

    test('are read as they were saved', async () => {
      const product = made(0);
      await add(product);
      const saved = await store.unitOfWork.run(byTester, async ({ products: stored }) => {
        const found = await stored.find(product.id);
        found?.change({ title: 'titl0' }, later);
        return found === null ? err({ kind: 'not-found' }) : stored.save(found);
      });
      expect(saved).toEqual({ ok: true, value: undefined });
      expect(await read(product.id)).toEqual({
        ...product.snapshot(),
        title: 'titl0',
        version: 2,
        updatedAt: later,
      });
    });

    test('are gone once removed', async () => {
      const product = made(0);
      await add(product);
      await store.unitOfWork.run(byTester, async ({ products: stored }) => {
        const found = await stored.find(product.id);
        if (found === null) return err({ kind: 'not-found' });
        found.remove(later);
        return ok(await stored.remove(found));
      });
      expect(await read(product.id)).toBeNull();
    });

    test('are not there where the unit of work fails', async () => {
      const product = made(0);
      await store.unitOfWork.run(byTester, async ({ products: stored }) => {
        await stored.add(product);
        return err({ kind: 'stale' });
      });
      expect(await read(product.id)).toBeNull();
    });

    test('are refused where their sku is in use', async () => {
      await add(made(0));
      expect(await add(made(0, '01890a5d-ac96-774b-bcce-000000000009'))).toEqual({
        ok: false,
        error: {
          kind: 'taken',
          violations: [{ pointer: '/sku', code: 'not-unique', message: expect.any(String) }],
        },
      });
    });

    test('are listed newest first, page by page', async () => {
      const all = productExamples.map((_, index) => made(index));
      for (const product of all) await add(product);
      const newestFirst = all.map(({ id }) => id).toReversed();

      const first = await store.queries.products.list(1, null, byTester);
      expect(first.items.map(({ id }) => id)).toEqual(newestFirst.slice(0, 1));
      const rest = await store.queries.products.list(100, first.next, byTester);
      expect(
        [first, ...(first.next === null ? [] : [rest])].flatMap(({ items }) =>
          items.map(({ id }) => id),
        ),
      ).toEqual(newestFirst);
      expect(rest.next).toBeNull();
    });
  });
}
