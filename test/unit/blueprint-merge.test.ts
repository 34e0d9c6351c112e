import { describe, expect, test } from 'vitest';

import { composePreset, mergeWritten, presetSummaries } from '../../src/blueprint/index.ts';

describe('layers of a blueprint', () => {
  test('objects merge key by key, named things by name, other lists replace', () => {
    const merged = mergeWritten(
      {
        name: 'a',
        team: { size: 3, clearBoundaries: true },
        features: { cache: ['memory'] },
        contexts: [{ name: 'x', owner: '@a' }, { name: 'y' }],
      },
      {
        name: 'b',
        team: { size: 5 },
        features: { cache: ['cdn'] },
        contexts: [{ name: 'z' }, { name: 'x', description: 'X' }],
      },
    );
    expect(merged).toEqual({
      name: 'b',
      team: { size: 5, clearBoundaries: true },
      features: { cache: ['cdn'] },
      contexts: [{ name: 'x', owner: '@a', description: 'X' }, { name: 'y' }, { name: 'z' }],
    });
  });

  test('null removes what is below', () => {
    expect(mergeWritten({ name: 'a', deployables: [] }, { deployables: null })).toEqual({
      name: 'a',
    });
  });

  test('reactions add up without repeating', () => {
    const reaction = { event: 'a.B', apply: {} };
    expect(
      mergeWritten({ consumes: [reaction] }, { consumes: [reaction, { event: 'c.D' }] }),
    ).toEqual({ consumes: [reaction, { event: 'c.D' }] });
  });

  test('a name that a layer has twice stays twice, to be reported', () => {
    expect(
      mergeWritten({ contexts: [{ name: 'a' }] }, { contexts: [{ name: 'b' }, { name: 'b' }] }),
    ).toEqual({ contexts: [{ name: 'a' }, { name: 'b' }, { name: 'b' }] });
  });

  test('no layer reaches into the program', () => {
    const hostile: unknown = JSON.parse(
      '{"__proto__":{"polluted":1},"team":{"__proto__":{"polluted":1}},"contexts":[{"name":"__proto__","__proto__":{"polluted":1}}],"constructor":{"prototype":{"polluted":1}}}',
    );
    const merged = mergeWritten({ team: { size: 1 }, contexts: [] }, hostile as object);
    expect('polluted' in {}).toBe(false);
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
    expect(merged['team']).toEqual({ size: 1 });
    expect(Object.hasOwn(merged, '__proto__')).toBe(false);
  });

  test('the layers stay as they were, and the result shares nothing with them', () => {
    const above = {
      features: { cache: ['cdn'] },
      contexts: [{ name: 'a', aggregates: [{ name: 'B' }] }],
    };
    const before = structuredClone(above);
    const merged = mergeWritten({}, above);
    (merged['features'] as { cache: string[] }).cache.push('redis');
    expect(above).toEqual(before);
  });
});

describe('presets', () => {
  const texts = {
    base: 'preset: { title: Base, description: The start. }\nschema: 1\nteam: { size: 3 }\ncontexts: [{ name: a }]',
    more: 'preset: { extends: base }\nteam: { clearBoundaries: true }\ncontexts: [{ name: b }]',
    both: 'preset: { extends: [base, more] }\nname: both',
    self: 'preset: { extends: [loop] }',
    loop: 'preset: { extends: [self] }',
    lost: 'preset: { extends: [nowhere] }',
    odd: 'preset: { tittle: x }',
    list: '- a',
    broken: 'preset: [',
    number: 'preset: { title: 12 }',
    deep: 'preset: { extends: [{ name: base }] }',
  };

  test('what a preset extends is laid under it', () => {
    expect(composePreset('both', texts)).toEqual({
      ok: true,
      value: {
        schema: 1,
        name: 'both',
        team: { size: 3, clearBoundaries: true },
        contexts: [{ name: 'a' }, { name: 'b' }],
      },
    });
  });

  test.each([
    ['base2', 'There is no preset “base2”'],
    ['constructor', 'There is no preset “constructor”'],
    ['self', 'extends itself'],
    ['lost', 'There is no preset “nowhere”'],
    ['odd', '“tittle” is not a key'],
    ['list', 'A preset is an object'],
    ['broken', 'Flow sequence'],
    ['number', 'are texts'],
    ['deep', 'lists names'],
  ])('the preset %s is refused: %s', (name, message) => {
    expect(composePreset(name, texts)).toMatchObject({
      ok: false,
      error: [{ message: expect.stringContaining(message) }],
    });
  });

  test('a summary says what there is to choose from', () => {
    expect(presetSummaries({ base: texts.base, broken: texts.broken })).toEqual([
      { name: 'base', title: 'Base', description: 'The start.', extends: [] },
    ]);
  });
});
