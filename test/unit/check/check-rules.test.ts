import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { rules } from '../../../src/check/rules/index.ts';
import { runChecks } from '../../../src/check/run.ts';
import { edited, repositoryOf, shop, type Fixture } from './fixture.ts';

const folder = path.join(import.meta.dirname, 'fixtures');
const fixtures = (
  await Promise.all(
    fs.readdirSync(folder).map(
      async (file) =>
        (await import(/* @vite-ignore */ path.join(folder, file))) as {
          fixtures: readonly Fixture[];
        },
    ),
  )
).flatMap((module) => module.fixtures);

const ids = rules.flatMap(({ id, checks }) => checks.map(({ name }) => `${id}/${name}`));

/** Check and place of everything reported. */
function reported(texts: ReadonlyMap<string, string>): readonly string[] {
  return runChecks(repositoryOf(texts), rules).flatMap(({ id, findings }) =>
    findings.map(({ path, line, column, message }) => `${id} ${path}:${line}:${column} ${message}`),
  );
}

test('a fresh repository has nothing to report', () => {
  expect(reported(shop)).toEqual([]);
});

test('every check looks at something in a fresh repository, or says that it does not apply', () => {
  const vacuous = runChecks(repositoryOf(shop), rules)
    .filter(({ looked, check }) => looked === 0 && check.applies === undefined)
    .map(({ id }) => id);
  expect(vacuous).toEqual([]);
});

test('ids are there once, and names are kebab case', () => {
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  for (const id of ids) expect(id).toMatch(/^[A-Z]{2,4}-(?:\d+|[A-Z]{2})\/[a-z]+(-[a-z0-9]+)*$/);
});

test.each(ids)('%s has a fixture that breaks it', (id) => {
  expect(fixtures.some(({ breaks }) => breaks === id)).toBe(true);
});

describe('reports', () => {
  const breaking = fixtures.filter(({ breaks }) => breaks !== null);

  test.each(breaking)('$name: $breaks', ({ edits, breaks }) => {
    const found = reported(edited(shop, edits));
    expect(found).not.toEqual([]);
    expect(found.filter((line) => !line.startsWith(`${breaks} `))).toEqual([]);
  });
});

describe('does not report', () => {
  test.each(fixtures.filter(({ breaks }) => breaks === null))('$name', ({ edits }) => {
    expect(reported(edited(shop, edits))).toEqual([]);
  });
});
