import { expect, test } from 'vitest';

import { bringUpToDate, type Format } from '../../src/blueprint/migrations.ts';
import { parseBlueprint } from '../../src/advisor/index.ts';
import { invalidBlueprint } from '../../src/commands/problems.ts';
import { currentLock, lockFormat } from '../../src/repository/lock-formats.ts';

/** Three versions of a made-up format: a key was renamed, then a value became a list. */
const format: Format = {
  key: 'schema',
  current: 3,
  steps: [
    { from: 1, to: 2, change: ({ label, ...rest }) => ({ ...rest, name: label }) },
    { from: 2, to: 3, change: (document) => ({ ...document, owners: [document['owners']] }) },
  ],
};

test('a document of the first format takes every step to the current one', () => {
  const old = { schema: 1, label: 'shop', owners: 'acme' };
  expect(bringUpToDate(old, format)).toEqual({
    ok: true,
    value: { schema: 3, name: 'shop', owners: ['acme'] },
  });
  expect(old).toEqual({ schema: 1, label: 'shop', owners: 'acme' });
});

test('a document in the middle takes the steps that are left, a current one none', () => {
  expect(bringUpToDate({ schema: 2, owners: 'acme' }, format)).toEqual({
    ok: true,
    value: { schema: 3, owners: ['acme'] },
  });
  const current = { schema: 3, owners: [] };
  const result = bringUpToDate(current, format);
  expect(result.ok && result.value).toBe(current);
});

test('what a newer version wrote is refused, with both numbers', () => {
  expect(bringUpToDate({ schema: 4 }, format)).toEqual({
    ok: false,
    error: { key: 'schema', found: 4, known: 3 },
  });
});

test.each([[{}], [{ schema: '1' }], [{ schema: 0 }], [{ schema: 1.5 }], [null], [[1]], ['text']])(
  'what carries no format is left to its reader: %j',
  (raw) => {
    const result = bringUpToDate(raw, format);
    expect(result.ok && result.value).toBe(raw);
  },
);

test('a hole in the steps is a bug of ours, told as one', () => {
  const holed = { ...format, steps: format.steps.slice(1) };
  expect(() => bringUpToDate({ schema: 1 }, holed)).toThrow('No step leads from schema 1 to 3.');
  const stuck = {
    ...format,
    steps: [{ from: 1, to: 1, change: (document: object) => ({ ...document }) }],
  };
  expect(() => bringUpToDate({ schema: 1 }, stuck)).toThrow('No step leads');
});

test('a lock of a newer format is refused, one of today is read as it is', () => {
  const newer = { lockVersion: lockFormat.current + 1 };
  expect(currentLock(newer)).toMatchObject({ ok: false, error: { found: 2, known: 1 } });
  expect(currentLock({ lockVersion: 1, files: {} })).toEqual({
    ok: true,
    value: { lockVersion: 1, files: {} },
  });
});

test('a blueprint of a newer schema is refused with exit 3 and says what reads it', () => {
  const parsed = parseBlueprint('schema: 2\nname: shop\nsurprise: true\ncontexts: []\n', {
    file: 'backend.yaml',
  });
  if (parsed.ok) throw new Error('it was read');
  const told = invalidBlueprint(parsed.error);
  expect(told).toMatchObject({ code: 'newer-schema', exit: 3, pointer: '/schema' });
  expect(told.message).toContain('backend.yaml:1:9');
  expect(told.hint).toContain('newer version of create-backend');
});
