import { err, ok } from '@packages/kernel';
import type { UnitOfWork } from '@packages/kernel/application';
import { byTester } from '@packages/kernel/testing';
import { beforeEach, describe, expect, test } from 'bun:test';

import type { CatalogQueries, CatalogRepositories } from '../../src/application/ports.ts';
import { Allocation } from '../../src/domain/allocation/allocation.ts';
import { allocationExamples } from '../examples/allocation.ts';

export interface CatalogStore {
  readonly unitOfWork: UnitOfWork<CatalogRepositories>;
  readonly queries: CatalogQueries;
}

const now = new Date('2026-01-15T09:30:00.000Z');
const later = new Date('2026-01-15T09:30:01.000Z');

function made(index: number, id = `01890a5d-ac96-774b-bcce-00000000000${index}`): Allocation {
  const example = allocationExamples[index];
  if (example === undefined) throw new Error('There are not that many examples.');
  const created = Allocation.create(example, { id, now: new Date(now.getTime() + index) });
  if (!created.ok) throw new Error(JSON.stringify(created.error));
  return created.value;
}

/** What every store of allocations has to do, whatever it is made of. */
export function allocationRepositoryContract(
  implementation: string,
  open: () => Promise<CatalogStore>,
): void {
  describe(`allocations in ${implementation}`, () => {
    let store: CatalogStore;
    beforeEach(async () => {
      store = await open();
    });

    const add = (allocation: Allocation) =>
      store.unitOfWork.run(byTester, ({ allocations: stored }) => stored.add(allocation));

    const read = (id: string) => store.queries.allocations.find(id, byTester);

    test('are read as they were added', async () => {
      const allocation = made(0);
      expect(await add(allocation)).toEqual({ ok: true, value: undefined });
      expect(await read(allocation.id)).toEqual(allocation.snapshot());
    });

    test('are found in a unit of work as they were added', async () => {
      const allocation = made(0);
      await add(allocation);
      const found = await store.unitOfWork.run(byTester, async ({ allocations: stored }) =>
        ok((await stored.find(allocation.id))?.snapshot()),
      );
      expect(found).toEqual({ ok: true, value: allocation.snapshot() });
    });

    test('are read as they were saved', async () => {
      const allocation = made(0);
      await add(allocation);
      const saved = await store.unitOfWork.run(byTester, async ({ allocations: stored }) => {
        const found = await stored.find(allocation.id);
        found?.change({}, later);
        return found === null ? err({ kind: 'not-found' }) : stored.save(found);
      });
      expect(saved).toEqual({ ok: true, value: undefined });
      expect(await read(allocation.id)).toEqual({
        ...allocation.snapshot(),
        version: 2,
        updatedAt: later,
      });
    });

    test('are gone once removed', async () => {
      const allocation = made(0);
      await add(allocation);
      await store.unitOfWork.run(byTester, async ({ allocations: stored }) => {
        const found = await stored.find(allocation.id);
        if (found === null) return err({ kind: 'not-found' });
        found.remove(later);
        return ok(await stored.remove(found));
      });
      expect(await read(allocation.id)).toBeNull();
    });

    test('are not there where the unit of work fails', async () => {
      const allocation = made(0);
      await store.unitOfWork.run(byTester, async ({ allocations: stored }) => {
        await stored.add(allocation);
        return err({ kind: 'stale' });
      });
      expect(await read(allocation.id)).toBeNull();
    });

    test('are refused where their order id is in use', async () => {
      await add(made(0));
      expect(await add(made(0, '01890a5d-ac96-774b-bcce-000000000009'))).toEqual({
        ok: false,
        error: {
          kind: 'taken',
          violations: [{ pointer: '/orderId', code: 'not-unique', message: expect.any(String) }],
        },
      });
    });

    test('are found by their order id', async () => {
      const allocation = made(0);
      await add(allocation);
      const { id, status } = allocation.snapshot();
      const meant = {
        statuses: [status],
        after: '00000000-0000-0000-0000-000000000000',
        limit: 10,
      };
      const selections = [meant, { ...meant, statuses: [] }, { ...meant, after: id }];
      const found = await store.unitOfWork.run(byTester, async ({ allocations: stored }) =>
        ok(
          await Promise.all(
            selections.map((selection) =>
              stored.idsByOrderId(allocationExamples[0].orderId, selection),
            ),
          ),
        ),
      );
      expect(found).toEqual({ ok: true, value: [[allocation.id], [], []] });
    });

    test('are listed newest first, page by page', async () => {
      const all = allocationExamples.map((_, index) => made(index));
      for (const allocation of all) await add(allocation);
      const newestFirst = all.map(({ id }) => id).toReversed();

      const first = await store.queries.allocations.list(1, null, byTester);
      expect(first.items.map(({ id }) => id)).toEqual(newestFirst.slice(0, 1));
      const rest = await store.queries.allocations.list(100, first.next, byTester);
      expect(
        [first, ...(first.next === null ? [] : [rest])].flatMap(({ items }) =>
          items.map(({ id }) => id),
        ),
      ).toEqual(newestFirst);
      expect(rest.next).toBeNull();
    });
  });
}
