import { expect, test } from 'vitest';

import { rules } from '../../../src/check/rules/index.ts';
import { runChecks } from '../../../src/check/run.ts';
import { edited, repositoryOf, shop, type Edit } from './fixture.ts';

/** Texts written to stop the check, or to hold it up; each as every kind of file that is read. */
const deep = 20_000;
const texts: Readonly<Record<string, string>> = {
  'a sum of thousands': `export const a = ${'b + '.repeat(deep)}b;`,
  'a value with thousands of types': `export const a = {}${' as b'.repeat(deep)};`,
  'a chain of properties': `export const a = b${'.c'.repeat(deep)};`,
  'a chain of calls': `import { tables } from '../tables.ts';\nexport const a = tables${".selectFrom('catalog.x').offset(1)".repeat(3000)};`,
  'brackets within brackets': `export const a = ${'['.repeat(deep)}${']'.repeat(deep)};`,
  'blocks within blocks': `${'{'.repeat(deep)}${'}'.repeat(deep)}`,
  'thousands of imports': Array.from({ length: 5000 }, (_, i) => `import './x${i}.ts';`).join('\n'),
  'one long line': `export const a = '${'/v1/'.repeat(100_000)}';`,
  'SQL without end': `import { sql } from 'kysely';\nexport const a = sql\`SELECT ${'('.repeat(5000)}1${')'.repeat(5000)}\`;\nexport const b = sql\`${'catalog . '.repeat(20_000)}\`;`,
  'a schema within a schema': `export const s = { title: 'ordering.order-placed.v1', ${'properties: { a: { '.repeat(2000)}${'} } '.repeat(2000)}};`,
  'nothing but quotes': '`'.repeat(50_001),
};

const places = [
  'contexts/ordering/src/contracts/hostile.ts',
  'contexts/ordering/src/domain/order/hostile.ts',
  'contexts/ordering/src/infrastructure/order/hostile.ts',
  'contexts/ordering/test/domain/hostile.test.ts',
  'contexts/ordering/migrations/0009_hostile.sql',
  'apps/api/src/hostile.ts',
  'contexts/ordering/package.json',
  'tsconfig.json',
  '.oxlintrc.json',
  '.github/CODEOWNERS',
];

test.each(Object.entries(texts))('the check gets past %s', { timeout: 60_000 }, (_, write) => {
  const edits = places.map((path): Edit => ({ path, write }));
  const results = runChecks(repositoryOf(edited(shop, edits)), rules);
  expect(results.length).toBeGreaterThan(rules.length);
});
