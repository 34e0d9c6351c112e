import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { codeOwnersOf, ownersOf } from '../../../src/check/reading/code-owners.ts';
import { diskFiles } from '../../../src/check/reading/disk-files.ts';
import { moduleOf } from '../../../src/check/reading/modules.ts';
import { pathPattern } from '../../../src/check/reading/paths.ts';
import { parseSql } from '../../../src/check/reading/sql.ts';
import { schemaReferences } from '../../../src/check/reading/sql-references.ts';
import { parseTypeScript } from '../../../src/check/reading/typescript.ts';
import { schemaBreaks } from '../../../src/check/schema-break.ts';
import { edited, repositoryOf, shop } from './fixture.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'check-reading-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function put(name: string, content: string | Buffer): void {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}

test('a repository is read without following links, and without what is installed or private', () => {
  put('a.ts', 'export {};');
  put('node_modules/b/index.ts', '');
  put('.secrets/key', 'secret');
  put('.git/config', '');
  fs.symlinkSync('/etc/passwd', path.join(folder, 'link.ts'));
  fs.symlinkSync('/etc', path.join(folder, 'linked'));
  const files = diskFiles(folder);
  expect(files.paths).toEqual(['a.ts']);
  expect(files.text('link.ts')).toBeNull();
  expect(files.text('../a.ts')).toBeNull();
  expect(files.unread).toEqual([
    { path: 'link.ts', because: 'link' },
    { path: 'linked', because: 'link' },
  ]);
});

test('a context may be called what is left out at the root', () => {
  put('coverage/lcov.info', 'x');
  put('contexts/coverage/src/module.ts', 'export {};');
  expect(diskFiles(folder).paths).toEqual(['contexts/coverage/src/module.ts']);
});

test('a file that became a link after it was listed is not read', () => {
  put('a.ts', 'x');
  const files = diskFiles(folder);
  fs.rmSync(path.join(folder, 'a.ts'));
  fs.symlinkSync('/etc/passwd', path.join(folder, 'a.ts'));
  expect(files.text('a.ts')).toBeNull();
});

test('what is too large, binary or too deep is left out, and told', () => {
  put('large.ts', 'x'.repeat(2 * 1024 * 1024 + 1));
  put('binary.ts', Buffer.from([1, 0, 2]));
  put(`${'d/'.repeat(45)}deep.ts`, '');
  const files = diskFiles(folder);
  expect([files.text('large.ts'), files.text('binary.ts')]).toEqual([null, null]);
  expect(files.unread.map(({ because }) => because).toSorted()).toEqual([
    'not-text',
    'too-deep',
    'too-large',
  ]);
});

test.each([
  ['contexts/*/src/**/*.ts', 'contexts/a/src/b.ts', true],
  ['contexts/*/src/**/*.ts', 'contexts/a/src/x/y/b.ts', true],
  ['contexts/*/src/**/*.ts', 'contexts/a/b/src/b.ts', false],
  ['{apps,contexts}/*/package.json', 'apps/api/package.json', true],
  ['{apps,contexts}/*/package.json', 'packages/api/package.json', false],
  ['a/**', 'a/b/c', true],
  ['.github/workflows/*.{yml,yaml}', '.github/workflows/ci.yaml', true],
  ['*.ts', 'a+b.ts', true],
  ['a.ts', 'aXts', false],
])('%s against %s', (glob, file, expected) => {
  expect(pathPattern(glob).test(file)).toBe(expected);
});

test('every way to import is seen, with its names and whether it is of types only', () => {
  const { imports } = parseTypeScript(
    'contexts/a/src/x.ts',
    `import a, { b as c } from './one.ts';
import type { D } from './two.ts';
import { type E } from './three.ts';
import * as f from './four.ts';
import './five.ts';
export { g } from './six.ts';
export * from './seven.ts';
import h = require('./eight.ts');
const i = await import('./nine.ts');
const j = require('./ten.ts');
type K = import('./eleven.ts').K;
// import './not.ts'
const text = "import './nor.ts'";
`,
  );
  expect(imports.map(({ specifier, typeOnly, names }) => [specifier, typeOnly, names])).toEqual([
    ['./one.ts', false, ['default', 'b']],
    ['./two.ts', true, ['D']],
    ['./three.ts', true, ['E']],
    ['./four.ts', false, ['*']],
    ['./five.ts', false, []],
    ['./six.ts', false, ['g']],
    ['./seven.ts', false, ['*']],
    ['./eight.ts', false, ['*']],
    ['./nine.ts', false, ['*']],
    ['./ten.ts', false, ['*']],
    ['./eleven.ts', true, ['*']],
  ]);
});

test.each([
  ['../b.ts', { kind: 'file', path: 'contexts/a/src/b.ts' }],
  ['@contexts/b', { kind: 'workspace', folder: 'contexts/b', entry: '.' }],
  ['@packages/platform/http', { kind: 'workspace', folder: 'packages/platform', entry: './http' }],
  ['node:fs', { kind: 'runtime', name: 'node:fs' }],
  ['fs/promises', { kind: 'runtime', name: 'fs/promises' }],
  ['bun:test', { kind: 'runtime', name: 'bun:test' }],
  ['@sinclair/typebox/value', { kind: 'package', name: '@sinclair/typebox' }],
  ['zod/v4', { kind: 'package', name: 'zod' }],
])('the import %s stands for %o', (specifier, expected) => {
  expect(moduleOf('contexts/a/src/x/c.ts', specifier)).toEqual(expected);
});

test.each([
  ['deep.ts', `export const a = ${'['.repeat(50_000)}${']'.repeat(50_000)};`],
  ['deep.json', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
  ['deep.yaml', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
  ['deep.sql', `SELECT ${'('.repeat(50_000)}1${')'.repeat(50_000)}`],
])(
  '%s, which nests deeper than the stack, is told rather than ending the program',
  (path, write) => {
    const repository = repositoryOf(edited(shop, [{ path, write }]));
    const read = [
      path.endsWith('.ts') && repository.typescriptFile(path)?.imports,
      path.endsWith('.json') && repository.json(path)?.data,
      path.endsWith('.yaml') && repository.yaml(path)?.data,
      path.endsWith('.sql') && repository.sql(path)?.statements.length,
    ];
    expect(read.filter(Boolean)).toEqual([]);
    expect(repository.unparsed).toEqual([path]);
  },
);

test('a file that is not quite TypeScript is read as far as it goes, and told', () => {
  const write = "import { a } from './a.ts';\nexport const b = (;\n";
  const repository = repositoryOf(edited(shop, [{ path: 'broken.ts', write }]));
  expect(repository.typescriptFile('broken.ts')?.imports).toMatchObject([{ specifier: './a.ts' }]);
  expect(repository.unparsed).toEqual(['broken.ts']);
});

test.each([
  ['SELECT * FROM b.t', ['b.t']],
  ['SELECT b.t.c FROM a.t', ['b.t.c', 'a.t']],
  ["SELECT b.f(1), 'x'::b.kind", ['b.f', 'b.kind']],
  ['SET search_path = b, a', ['b', 'a']],
  ['ALTER TABLE a.t SET SCHEMA b', ['b', 'a.t']],
  ['CREATE SCHEMA b', ['b']],
  ['COMMENT ON TABLE b.t IS $$x$$', ['b.t']],
  ['DO $$ BEGIN DELETE FROM b.t; END $$', ['b.t']],
  ['GRANT SELECT ON b.t TO someone', ['b.t']],
  ['CREATE TABLE a.t (LIKE b.t) INHERITS (b.u)', ['a.t', 'b.t', 'b.u']],
  ["SELECT 'b.t' -- b.t", []],
  ['SELECT b.c FROM t AS b', []],
])('%s touches %o', (text, expected) => {
  const sql = parseSql(text);
  expect(sql.error).toBeNull();
  expect([...schemaReferences(sql)].map(({ name }) => name)).toEqual(expected);
});

test('places in SQL are counted in characters, after letters that take several bytes', () => {
  const text = "COMMENT ON TABLE a.t IS 'Größe 🦊';\nSELECT * FROM b.t";
  const found = [...schemaReferences(parseSql(text))].find(({ schema }) => schema === 'b');
  expect(text.slice(found?.offset).startsWith('b.t')).toBe(true);
});

test.each([
  ['* @all', 'contexts/a/src/x.ts', ['@all']],
  ['/contexts/a/ @a', 'contexts/a/src/x.ts', ['@a']],
  ['contexts/*/ @each', 'contexts/a/src/x.ts', ['@each']],
  ['contexts/* @direct', 'contexts/a/src/x.ts', null],
  ['/contexts/a @a\n*.ts @types', 'contexts/a/src/x.ts', ['@types']],
  ['/contexts/ @all\n/contexts/a/', 'contexts/a/src/x.ts', []],
  ['a/ @a', 'contexts/a/src/x.ts', ['@a']],
  ['**/src/** @src # comment', 'contexts/a/src/x.ts', ['@src']],
  ['/src/ @src', 'contexts/a/src/x.ts', null],
  [`${'**/'.repeat(500)}nothing @nobody`, 'contexts/a/src/x.ts', null],
  [`${'*a'.repeat(500)} @nobody`, `contexts/${'a'.repeat(200)}/x.ts`, null],
])('CODEOWNERS %s gives %s to %o', (text, file, expected) => {
  const owners = codeOwnersOf(
    repositoryOf(edited(shop, [{ path: '.github/CODEOWNERS', write: text }])),
  );
  expect(owners === null ? null : (ownersOf(owners, file)?.owners ?? null)).toEqual(expected);
});

const object = (properties: object, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});
const nullable = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });
const text = { type: 'string' };

test.each([
  ['nothing', object({ a: text }), object({ a: text }), []],
  ['a new field', object({ a: text }), object({ a: text, b: text }), []],
  ['a description', object({ a: text }), object({ a: { ...text, description: 'x' } }), []],
  ['no null any more', object({ a: nullable(text) }), object({ a: text }), []],
  ['a field always there now', object({ a: text }, []), object({ a: text }), []],
  ['fewer values', { enum: ['a', 'b'] }, { enum: ['a'] }, []],
  ['an integer', { type: 'number' }, { type: 'integer' }, []],
  ['a lost field', object({ a: text, b: text }), object({ a: text }), ['b removed']],
  ['a field that may be missing', object({ a: text }), object({ a: text }, []), ['a optional']],
  ['null', object({ a: text }), object({ a: nullable(text) }), ['a changed']],
  ['another type', object({ a: text }), object({ a: { type: 'integer' } }), ['a changed']],
  ['another format', { ...text, format: 'date' }, { ...text, format: 'date-time' }, [' changed']],
  ['more values', { enum: ['a'] }, { enum: ['a', 'b'] }, [' changed']],
  ['values of any kind', object({ a: { enum: ['x'] } }), object({ a: text }), ['a changed']],
  ['a number', { type: 'integer' }, { type: 'number' }, [' changed']],
  [
    'a change deep inside',
    object({ a: nullable(object({ b: { type: 'array', items: text } })) }),
    object({ a: nullable(object({ b: { type: 'array', items: { type: 'integer' } } })) }),
    ['a.b[] changed'],
  ],
  ['two types in another order', { type: ['string', 'null'] }, nullable(text), []],
])('an event with %s', (_, before, after, expected) => {
  const breaks = schemaBreaks(before, after).map(({ field, problem }) => `${field} ${problem}`);
  expect(breaks).toEqual(expected);
});
