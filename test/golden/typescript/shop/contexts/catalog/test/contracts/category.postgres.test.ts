import { err, ok } from '@packages/kernel';
import { byTester } from '@packages/kernel/testing';
import { countStatements } from '@packages/platform/testing';
import { expect, test } from 'bun:test';

import { Category } from '../../src/domain/category/category.ts';
import { categoryExamples } from '../examples/category.ts';
import { categoryRepositoryContract } from './category.repository.contract.ts';
import { catalogOnPostgres } from './postgres.ts';

const { database, open } = catalogOnPostgres();

categoryRepositoryContract('PostgreSQL', open);

function examples(): Category[] {
  return categoryExamples.map((example) => {
    const created = Category.create(example, { id: Bun.randomUUIDv7(), now: new Date() });
    if (!created.ok) throw new Error(JSON.stringify(created.error));
    return created.value;
  });
}

test('of two who remove the same category, one finds it gone', async () => {
  const { unitOfWork } = await open();
  const [stored] = examples();
  if (stored === undefined) throw new Error('There is no example.');
  await unitOfWork.run(byTester, ({ categories: all }) => all.add(stored));
  const remove = () =>
    unitOfWork.run(byTester, async ({ categories: all }) => {
      const found = await all.find(stored.id);
      if (found === null) return err({ kind: 'not-found' });
      found.remove(new Date());
      return ok(await all.remove(found));
    });

  const outcomes = await Promise.all([remove(), remove()]);

  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
});

test('a page of categories costs one statement, however long it is', async () => {
  const { queries, unitOfWork } = await open();
  for (const stored of examples()) {
    await unitOfWork.run(byTester, ({ categories: all }) => all.add(stored));
  }

  const sent = await countStatements(database().telemetry, () =>
    queries.categories.list(100, null, byTester),
  );

  expect(sent).toBe(1);
});
