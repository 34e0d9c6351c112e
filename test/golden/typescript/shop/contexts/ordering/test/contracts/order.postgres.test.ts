import { err, ok } from '@packages/kernel';
import { byTester } from '@packages/kernel/testing';
import { countStatements } from '@packages/platform/testing';
import { expect, test } from 'bun:test';

import { Order } from '../../src/domain/order/order.ts';
import { orderExamples } from '../examples/order.ts';
import { orderRepositoryContract } from './order.repository.contract.ts';
import { orderingOnPostgres } from './postgres.ts';

const { database, open } = orderingOnPostgres();

orderRepositoryContract('PostgreSQL', open);

function examples(): Order[] {
  return orderExamples.map((example) => {
    const created = Order.create(example, { id: Bun.randomUUIDv7(), now: new Date() });
    if (!created.ok) throw new Error(JSON.stringify(created.error));
    return created.value;
  });
}

test('of two who remove the same order, one finds it gone', async () => {
  const { unitOfWork } = await open();
  const [stored] = examples();
  if (stored === undefined) throw new Error('There is no example.');
  await unitOfWork.run(byTester, ({ orders: all }) => all.add(stored));
  const remove = () =>
    unitOfWork.run(byTester, async ({ orders: all }) => {
      const found = await all.find(stored.id);
      if (found === null) return err({ kind: 'not-found' });
      found.remove(new Date());
      return ok(await all.remove(found));
    });

  const outcomes = await Promise.all([remove(), remove()]);

  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
});

test('a page of orders costs one statement, however long it is', async () => {
  const { queries, unitOfWork } = await open();
  for (const stored of examples()) {
    await unitOfWork.run(byTester, ({ orders: all }) => all.add(stored));
  }

  const sent = await countStatements(database().telemetry, () =>
    queries.orders.list(100, null, byTester),
  );

  expect(sent).toBe(1);
});
