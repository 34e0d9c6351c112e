import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readBlueprint } from '../blueprint.ts';
import { selected } from '../register.ts';
import { sectionsOf } from '../suite.ts';

const file = 'test/fixtures/nasty.yaml';
const text = readFileSync(path.resolve(import.meta.dirname, '../../..', file), 'utf8');
const sections = sectionsOf(readBlueprint(text, file));
const idsOf = (selection: Parameters<typeof selected>[1]): string[] =>
  selected(sections, selection).flatMap(({ cases }) => cases.map(({ id }) => id));
const all = idsOf({});
const repeated = idsOf({ repeated: true });

test('nothing is left out of a run that says nothing', () => {
  expect(all).toEqual(sections.flatMap(({ cases }) => cases.map(({ id }) => id)));
});

test('a repeated run leaves out what is the same everywhere, and only that', () => {
  const left = all.filter((id) => !repeated.includes(id));
  const subjects = new Set(left.map((id) => id.split('/')[0]));
  expect([...subjects].toSorted()).toEqual([
    'audit',
    'callers',
    'canary',
    'configuration',
    'cors',
    'encryption',
    'headers',
    'identity',
    'limits',
    'outage',
    'rotation',
    'sessions',
    'shutdown',
  ]);
  const kept = new Set(repeated.map((id) => id.split('/')[0]));
  for (const subject of ['create', 'list', 'transition', 'roles', 'events', 'sagas', 'observed'])
    expect(kept).toContain(subject);
  expect(left.filter((id) => /OA-26|OA-38|^audit\/[a-z]+\./.test(id))).toEqual([]);
});

test('sections that are named are taken whole again', () => {
  const again = idsOf({ repeated: true, again: ['sessions'] });
  const added = again.filter((id) => !repeated.includes(id));
  expect(added).toEqual(all.filter((id) => id.startsWith('sessions/') && again.includes(id)));
  expect(added.length).toBeGreaterThan(10);
});
