import { err, ok } from '@packages/kernel';
import type { UnitOfWork } from '@packages/kernel/application';
import { byTester } from '@packages/kernel/testing';
import { beforeEach, describe, expect, test } from 'bun:test';

import type { OrderingQueries, OrderingRepositories } from '../../src/application/ports.ts';
import { Order } from '../../src/domain/order/order.ts';
import { orderExamples } from '../examples/order.ts';

export interface OrderingStore {
  readonly unitOfWork: UnitOfWork<OrderingRepositories>;
  readonly queries: OrderingQueries;
}

const now = new Date('2026-01-15T09:30:00.000Z');
const later = new Date('2026-01-15T09:30:01.000Z');

function made(index: number, id = `01890a5d-ac96-774b-bcce-00000000000${index}`): Order {
  const example = orderExamples[index];
  if (example === undefined) throw new Error('There are not that many examples.');
  const created = Order.create(example, { id, now: new Date(now.getTime() + index) });
  if (!created.ok) throw new Error(JSON.stringify(created.error));
  return created.value;
}

/** What every store of orders has to do, whatever it is made of. */
export function orderRepositoryContract(
  implementation: string,
  open: () => Promise<OrderingStore>,
): void {
  describe(`orders in ${implementation}`, () => {
    let store: OrderingStore;
    beforeEach(async () => {
      store = await open();
    });

    const add = (order: Order) =>
      store.unitOfWork.run(byTester, ({ orders: stored }) => stored.add(order));

    const read = (id: string) => store.queries.orders.find(id, byTester);

    test('are read as they were added', async () => {
      const order = made(0);
      expect(await add(order)).toEqual({ ok: true, value: undefined });
      expect(await read(order.id)).toEqual(order.snapshot());
    });

    test('are found in a unit of work as they were added', async () => {
      const order = made(0);
      await add(order);
      const found = await store.unitOfWork.run(byTester, async ({ orders: stored }) =>
        ok((await stored.find(order.id))?.snapshot()),
      );
      expect(found).toEqual({ ok: true, value: order.snapshot() });
    });

    test('are read as they were saved', async () => {
      const order = made(0);
      await add(order);
      const saved = await store.unitOfWork.run(byTester, async ({ orders: stored }) => {
        const found = await stored.find(order.id);
        found?.change({ quantity: 1 }, later);
        return found === null ? err({ kind: 'not-found' }) : stored.save(found);
      });
      expect(saved).toEqual({ ok: true, value: undefined });
      expect(await read(order.id)).toEqual({
        ...order.snapshot(),
        quantity: 1,
        version: 2,
        updatedAt: later,
      });
    });

    test('are gone once removed', async () => {
      const order = made(0);
      await add(order);
      await store.unitOfWork.run(byTester, async ({ orders: stored }) => {
        const found = await stored.find(order.id);
        if (found === null) return err({ kind: 'not-found' });
        found.remove(later);
        return ok(await stored.remove(found));
      });
      expect(await read(order.id)).toBeNull();
    });

    test('are not there where the unit of work fails', async () => {
      const order = made(0);
      await store.unitOfWork.run(byTester, async ({ orders: stored }) => {
        await stored.add(order);
        return err({ kind: 'stale' });
      });
      expect(await read(order.id)).toBeNull();
    });

    test('are found by their product id', async () => {
      const order = made(0);
      await add(order);
      const { id, status } = order.snapshot();
      const meant = {
        statuses: [status],
        after: '00000000-0000-0000-0000-000000000000',
        limit: 10,
      };
      const selections = [meant, { ...meant, statuses: [] }, { ...meant, after: id }];
      const found = await store.unitOfWork.run(byTester, async ({ orders: stored }) =>
        ok(
          await Promise.all(
            selections.map((selection) =>
              stored.idsByProductId(orderExamples[0].productId, selection),
            ),
          ),
        ),
      );
      expect(found).toEqual({ ok: true, value: [[order.id], [], []] });
    });

    test('are listed newest first, page by page', async () => {
      const all = orderExamples.map((_, index) => made(index));
      for (const order of all) await add(order);
      const newestFirst = all.map(({ id }) => id).toReversed();

      const first = await store.queries.orders.list(1, null, byTester);
      expect(first.items.map(({ id }) => id)).toEqual(newestFirst.slice(0, 1));
      const rest = await store.queries.orders.list(100, first.next, byTester);
      expect(
        [first, ...(first.next === null ? [] : [rest])].flatMap(({ items }) =>
          items.map(({ id }) => id),
        ),
      ).toEqual(newestFirst);
      expect(rest.next).toBeNull();
    });
  });
}
