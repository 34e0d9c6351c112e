import fs from 'node:fs';
import { describe, expect, test } from 'vitest';

import { parseLock } from '../../../src/repository/lock.ts';

const golden = fs.readFileSync('test/golden/typescript/shop/backend.lock.json', 'utf8');
const blob = 'a'.repeat(40);

function lockWith(change: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    lockVersion: 1,
    generator: 'create-backend@4.0.0',
    blueprint: {},
    files: { 'src/a.ts': { owner: 'tool', blob } },
    ...change,
  });
}

const withPath = (path: string): string => lockWith({ files: { [path]: { owner: 'tool', blob } } });

function problemOf(text: string): string {
  const lock = parseLock(text);
  return lock.ok ? 'none' : lock.error.code;
}

test('what create wrote is read', () => {
  const lock = parseLock(golden);
  if (!lock.ok) throw new Error(lock.error.message);
  expect(lock.value.version).toMatch(/^\d+\.\d+\.\d+/);
  expect(lock.value.files.size).toBeGreaterThan(600);
  expect(lock.value.files.get('README.md')).toEqual({
    owner: 'tool',
    blob: expect.stringMatching(/^[0-9a-f]{40}$/),
  });
});

test('line ends and a byte order mark of an editor do no harm', () => {
  expect(problemOf(`\uFEFF${golden.replaceAll('\n', '\r\n')}`)).toBe('none');
});

describe('a path outside what was emitted is refused', () => {
  test.each([
    '../x',
    'a/../../x',
    '/etc/passwd',
    'C:\\x',
    'C:x',
    '\\\\server\\share',
    'a\\..\\x',
    'a//b',
    './a',
    '',
    'a\u0000b',
    'a.',
    'a ',
    'CON',
    'nul.txt',
    'a:b',
    '.git/config',
    '.GIT/hooks/pre-commit',
    'git~1/config',
    'sub/.git/config',
    '.g\u200Cit/config',
    '.create-backend-journal/ready',
    'backend.lock.json',
    '%2e%2e/\u202Ex',
    'x'.repeat(241),
  ])('%j', (path) => {
    expect(problemOf(withPath(path))).toBe('unsafe-path');
  });

  test('two that are one on some disk', () => {
    const file = { owner: 'tool', blob };
    expect(problemOf(lockWith({ files: { 'a/B.ts': file, 'A/b.ts': file } }))).toBe('unsafe-path');
    expect(problemOf(lockWith({ files: { 'é.ts': file, 'e\u0301.ts': file } }))).toBe(
      'unsafe-path',
    );
  });

  test('one that is the folder of another', () => {
    const file = { owner: 'tool', blob };
    expect(problemOf(lockWith({ files: { a: file, 'a/b': file } }))).toBe('unsafe-path');
  });
});

describe('a lock of another form is refused', () => {
  test.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['nothing', 'null'],
    ['no version of its format', lockWith({ lockVersion: undefined })],
    ['a format that never was', lockWith({ lockVersion: 0 })],
    ['another generator', lockWith({ generator: 'left-pad@1.0.0' })],
    ['no version', lockWith({ generator: 'create-backend' })],
    ['a tag as version', lockWith({ generator: 'create-backend@latest' })],
    ['an option as version', lockWith({ generator: 'create-backend@1.0.0 --registry=http://x' })],
    ['an address as version', lockWith({ generator: 'create-backend@https://x/y.tgz' })],
    ['a version without end', lockWith({ generator: `create-backend@1.0.0-${'a'.repeat(80)}` })],
    ['no blueprint', lockWith({ blueprint: null })],
    ['files that are a list', lockWith({ files: [] })],
    ['an owner nobody knows', lockWith({ files: { a: { owner: 'me', blob } } })],
    ['a hash that is none', lockWith({ files: { a: { owner: 'tool', blob: '--upload-pack=x' } } })],
    ['a hash in capitals', lockWith({ files: { a: { owner: 'tool', blob: 'A'.repeat(40) } } })],
  ])('%s', (_case, text) => {
    expect(['syntax', 'wrong-shape']).toContain(problemOf(text));
  });

  test('a newer format says so', () => {
    expect(problemOf(lockWith({ lockVersion: 99 }))).toBe('newer-format');
  });

  test('an enormous one is not even read', () => {
    expect(problemOf(`"${'x'.repeat(33 * 1024 * 1024)}"`)).toBe('too-large');
  });
});

test('a path that is called like a part of every object reaches nothing', () => {
  const text = lockWith({}).replace('"src/a.ts"', '"__proto__"');
  const lock = parseLock(text);
  expect(lock.ok && lock.value.files.get('__proto__')).toEqual({ owner: 'tool', blob });
  expect(({} as Record<string, unknown>)['owner']).toBeUndefined();
});

test('what git could not merge is told as that', () => {
  const lock = parseLock(golden.replace('{', '<<<<<<< HEAD\n{\n=======\n{\n>>>>>>> other\n'));
  expect(lock).toMatchObject({ ok: false, error: { code: 'unmerged' } });
  expect(lock.ok ? '' : lock.error.message).toContain('git could not merge it');
});
