import { err, ok } from '@packages/kernel';
import type { UnitOfWork } from '@packages/kernel/application';
import { byTester } from '@packages/kernel/testing';
import { beforeEach, describe, expect, test } from 'bun:test';

import type { OrderingQueries, OrderingRepositories } from '../../src/application/ports.ts';
import { Return } from '../../src/domain/return/return.ts';
import { returnExamples } from '../examples/return.ts';

export interface OrderingStore {
  readonly unitOfWork: UnitOfWork<OrderingRepositories>;
  readonly queries: OrderingQueries;
}

const now = new Date('2026-01-15T09:30:00.000Z');
const later = new Date('2026-01-15T09:30:01.000Z');

function made(index: number, id = `01890a5d-ac96-774b-bcce-00000000000${index}`): Return {
  const example = returnExamples[index];
  if (example === undefined) throw new Error('There are not that many examples.');
  const created = Return.create(example, { id, now: new Date(now.getTime() + index) });
  if (!created.ok) throw new Error(JSON.stringify(created.error));
  return created.value;
}

/** What every store of returns has to do, whatever it is made of. */
export function returnRepositoryContract(
  implementation: string,
  open: () => Promise<OrderingStore>,
): void {
  describe(`returns in ${implementation}`, () => {
    let store: OrderingStore;
    beforeEach(async () => {
      store = await open();
    });

    const add = (returnAggregate: Return) =>
      store.unitOfWork.run(byTester, ({ returns: stored }) => stored.add(returnAggregate));

    const read = (id: string) => store.queries.returns.find(id, byTester);

    test('are read as they were added', async () => {
      const returnAggregate = made(0);
      expect(await add(returnAggregate)).toEqual({ ok: true, value: undefined });
      expect(await read(returnAggregate.id)).toEqual(returnAggregate.snapshot());
    });

    test('are found in a unit of work as they were added', async () => {
      const returnAggregate = made(0);
      await add(returnAggregate);
      const found = await store.unitOfWork.run(byTester, async ({ returns: stored }) =>
        ok((await stored.find(returnAggregate.id))?.snapshot()),
      );
      expect(found).toEqual({ ok: true, value: returnAggregate.snapshot() });
    });

    test('are read as they were saved', async () => {
      const returnAggregate = made(0);
      await add(returnAggregate);
      const saved = await store.unitOfWork.run(byTester, async ({ returns: stored }) => {
        const found = await stored.find(returnAggregate.id);
        found?.change({ reason: 'wrong-item' }, later);
        return found === null ? err({ kind: 'not-found' }) : stored.save(found);
      });
      expect(saved).toEqual({ ok: true, value: undefined });
      expect(await read(returnAggregate.id)).toEqual({
        ...returnAggregate.snapshot(),
        reason: 'wrong-item',
        version: 2,
        updatedAt: later,
      });
    });

    test('are gone once removed', async () => {
      const returnAggregate = made(0);
      await add(returnAggregate);
      await store.unitOfWork.run(byTester, async ({ returns: stored }) => {
        const found = await stored.find(returnAggregate.id);
        if (found === null) return err({ kind: 'not-found' });
        found.remove(later);
        return ok(await stored.remove(found));
      });
      expect(await read(returnAggregate.id)).toBeNull();
    });

    test('are not there where the unit of work fails', async () => {
      const returnAggregate = made(0);
      await store.unitOfWork.run(byTester, async ({ returns: stored }) => {
        await stored.add(returnAggregate);
        return err({ kind: 'stale' });
      });
      expect(await read(returnAggregate.id)).toBeNull();
    });

    test('are listed newest first, page by page', async () => {
      const all = returnExamples.map((_, index) => made(index));
      for (const returnAggregate of all) await add(returnAggregate);
      const newestFirst = all.map(({ id }) => id).toReversed();

      const first = await store.queries.returns.list(1, null, byTester);
      expect(first.items.map(({ id }) => id)).toEqual(newestFirst.slice(0, 1));
      const rest = await store.queries.returns.list(100, first.next, byTester);
      expect(
        [first, ...(first.next === null ? [] : [rest])].flatMap(({ items }) =>
          items.map(({ id }) => id),
        ),
      ).toEqual(newestFirst);
      expect(rest.next).toBeNull();
    });
  });
}
