import { describe, expect, test } from 'vitest';

import type { Blueprint } from '../../src/blueprint/model.ts';
import { blueprintDifferences } from '../../src/commands/status/blueprint-drift.ts';
import { modelDrift, type ModelInput } from '../../src/commands/status/model-drift.ts';

describe('two blueprints', () => {
  const applied = {
    name: 'shop',
    targets: { p99Ms: 300 },
    cache: ['memory'],
    contexts: [
      { name: 'a', owner: null },
      { name: 'b', owner: null },
    ],
  };
  const differences = (written: object): readonly string[] =>
    blueprintDifferences(applied, { ...applied, ...written }).map(
      ({ change, pointer, name }) => `${change} ${pointer} ${name ?? '-'}`,
    );

  test('that are the same differ nowhere', () => {
    expect(differences({})).toEqual([]);
  });

  test.each([
    ['a value', { targets: { p99Ms: 200 } }, ['changed /targets/p99Ms -']],
    ['a list without names, as a whole', { cache: ['redis'] }, ['changed /cache -']],
    [
      'a part added before others, not those that moved down',
      { contexts: [{ name: 'Z' }, ...applied.contexts] },
      ['added /contexts/0 Z'],
    ],
    [
      'a part removed, by its place before',
      { contexts: [applied.contexts[1]] },
      ['removed /contexts/0 a'],
    ],
    [
      'a value in a part, with its name',
      { contexts: [applied.contexts[0], { name: 'b', owner: '@b' }] },
      ['changed /contexts/1/owner b'],
    ],
    ['a key with a slash, escaped', { 'a/b~': 1 }, ['changed /a~1b~0 -']],
  ])('differ in %s', (_what, written, expected) => {
    expect(differences(written)).toEqual(expected);
  });
});

describe('the model and the files', () => {
  const contexts = [{ name: 'catalog' }];
  const base: ModelInput = {
    elements: [
      { kind: 'context', name: 'catalog', files: ['contexts/catalog/package.json'] },
      {
        kind: 'aggregate',
        name: 'catalog/product',
        files: ['contexts/catalog/p.ts', 'contexts/catalog/q.ts'],
      },
      { kind: 'deployable', name: 'api', files: ['apps/api/main.ts'] },
    ],
    blueprints: [{ contexts } as unknown as Blueprint],
    emitted: new Set([
      'contexts/catalog/package.json',
      'contexts/catalog/p.ts',
      'contexts/catalog/q.ts',
      'apps/api/main.ts',
    ]),
    present: new Set([
      'contexts/catalog/package.json',
      'contexts/catalog/p.ts',
      'contexts/catalog/q.ts',
      'apps/api/main.ts',
    ]),
    files: ['contexts/catalog/package.json', 'contexts/README.md', 'src/other.ts'],
    contextFolder: (name) => `contexts/${name}`,
  };
  const without = (...files: readonly string[]): ReadonlySet<string> =>
    new Set([...base.present].filter((file) => !files.includes(file)));

  test('that agree have no drift', () => {
    expect(modelDrift(base)).toEqual({ missing: [], unknown: [] });
  });

  test('an element with one of its files left is there', () => {
    const { missing } = modelDrift({ ...base, present: without('contexts/catalog/p.ts') });
    expect(missing).toEqual([]);
  });

  test('an element of which nothing is left is missing', () => {
    const present = without('contexts/catalog/p.ts', 'contexts/catalog/q.ts');
    expect(modelDrift({ ...base, present }).missing).toEqual([
      { kind: 'aggregate', name: 'catalog/product' },
    ]);
  });

  test('of a missing context only the context is told', () => {
    const present = new Set(['apps/api/main.ts']);
    expect(modelDrift({ ...base, present }).missing).toEqual([
      { kind: 'context', name: 'catalog' },
    ]);
  });

  test('an element that was never emitted is not missing', () => {
    const emitted = without('apps/api/main.ts');
    expect(modelDrift({ ...base, emitted, present: emitted }).missing).toEqual([]);
  });

  test('a folder with files beside those of the blueprint is unknown, once', () => {
    const files = [...base.files, 'contexts/own/a.ts', 'contexts/own/b.ts'];
    expect(modelDrift({ ...base, files }).unknown).toEqual(['contexts/own']);
  });
});
