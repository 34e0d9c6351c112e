import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { planWithPlopfile } from '../../../src/plop/plan-with-plopfile.ts';
import { workingCopy } from '../../../src/repository/working-copy.ts';
import {
  addBilling,
  newRepository,
  remove,
  shelf,
  statusOf,
  succeeded,
} from '../../support/living-repository.ts';
import { commitAll, git, scratchFolder, writeFiles } from '../../support/scratch.ts';

// A temporary folder of this file's own: nobody else's shadows are in it.
let temporary = '';
beforeAll(() => {
  temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'create-backend-'));
  vi.stubEnv('TMPDIR', temporary);
});
afterAll(() => {
  vi.unstubAllEnvs();
  fs.rmSync(temporary, { recursive: true, force: true });
});

/** A repository whose plopfile has one generator for modules. */
async function repositoryWith(
  actions: string,
  files: Readonly<Record<string, string | Uint8Array>> = {},
  before = '',
): Promise<string> {
  const root = await newRepository();
  const plopfile = `${before}
export default async function (plop) {
  plop.setGenerator('module:runbook', { description: '', prompts: [], actions: ${actions} });
}
`;
  writeFiles(root, { 'plopfile.mjs': plopfile, ...files });
  commitAll(root, 'Extend modules');
  return root;
}

const shadows = (): readonly string[] =>
  fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith('create-backend-plop-'));

/** The run fails, tells why, and leaves neither change nor shadow. */
async function failure(root: string): Promise<{ code: string; message: string; hint: string }> {
  const before = shadows();
  const added = await addBilling(root);
  if (added.ok) throw new Error('It was added.');
  expect(git(root, 'status', '--porcelain')).toBe('');
  expect(shadows().filter((each) => !before.includes(each))).toEqual([]);
  const { code, message, hint } = added.error;
  expect(message).not.toContain('create-backend-plop-');
  return { code, message, hint: hint ?? '' };
}

const add = `{ type: 'add', path: 'docs/runbooks/{{name}}.md', template: '# {{names.pascal}}\\n' }`;

test('adds, appends and changes files, with those of the module in one go', async () => {
  const root = await repositoryWith(
    `[
      ${add},
      { type: 'append', path: 'docs/list.md', pattern: '# List', template: '- {{name}}' },
      { type: 'modify', path: 'README.md', pattern: /^# .*/m, template: '# {{repository}} of {{deployable}}' },
      { type: 'append', path: 'contexts/{{name}}/README.md', template: 'Mind this.' },
    ]`.replace("'contexts/{{name}}/README.md'", "'docs/contexts/{{name}}.md'"),
    { 'docs/list.md': '# List\n' },
  );
  const { changes } = succeeded(await addBilling(root));
  const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');
  expect(read('docs/runbooks/billing.md')).toBe('# Billing\n');
  expect(read('docs/list.md')).toBe('# List\n\n- billing\n');
  expect(read('README.md')).toMatch(/^# shelf of \w+\n/);
  expect(read('README.md')).toContain('billing');
  expect(read('docs/contexts/billing.md')).toMatch(/Mind this\.\n$/);
  expect(changes).toContainEqual({
    action: 'create',
    path: 'docs/runbooks/billing.md',
    owner: 'team',
  });
  expect(changes).toContainEqual({ action: 'update', path: 'docs/list.md', owner: 'team' });
  expect(new Set(changes.map((change) => change.path)).size).toBe(changes.length);
  expect(read('backend.lock.json')).not.toContain('runbooks');
  commitAll(root);
  const { files } = await statusOf(root);
  const states = new Map(files.map((file) => [file.path, file.state]));
  expect(states.get('docs/contexts/billing.md')).toBe('edited');
  succeeded(await remove(root, 'billing', { allowDirty: true }));
  expect(read('docs/runbooks/billing.md')).toBe('# Billing\n');
});

test('a dry run prints the same changes, and writes nothing', async () => {
  const root = await repositoryWith(`[${add}]`);
  const planned = succeeded(await addBilling(root, { dryRun: true }));
  expect(git(root, 'status', '--porcelain')).toBe('');
  expect(succeeded(await addBilling(root)).changes).toEqual(planned.changes);
});

test('the generators of a plopfile run in its order, others not at all', async () => {
  const root = await repositoryWith(`[${add}]`);
  const append = `actions: [{ type: 'append', path: 'docs/runbooks/{{name}}.md', template: '{{aggregates.0.fields.1.type}} {{events.0.type}} {{stack}}' }]`;
  writeFiles(root, {
    'plopfile.mjs': `export default (plop) => {
      plop.setGenerator('module:z', { actions: () => [${add}, (data) => { if (data.name !== 'billing') throw new Error(); return ''; }] });
      plop.setGenerator('component', { actions: [${add}] });
      plop.setGenerator('module:a', { ${append} });
    };`,
  });
  commitAll(root);
  succeeded(await addBilling(root));
  expect(fs.readFileSync(path.join(root, 'docs/runbooks/billing.md'), 'utf8')).toBe(
    '# Billing\n\nmoney billing.invoice-created.v1 typescript\n',
  );
});

test.each([
  [
    'a file that is there',
    `[{ type: 'add', path: 'README.md' }]`,
    'File already exists: README.md',
  ],
  [
    'a file of the module itself',
    `[{ type: 'add', path: 'docs/contexts/{{name}}.md' }]`,
    'docs/contexts/billing.md',
  ],
  [
    'a pattern that matches nothing',
    `[${add}, { type: 'modify', path: 'README.md', pattern: /no such line/, template: 'x' }]`,
    'at action 2 (modify README.md): the pattern /no such line/ matches nothing in README.md',
  ],
  [
    'an anchor that is not there',
    `() => [{ type: 'append', path: 'README.md', pattern: 'no such line', template: 'x' }]`,
    'the pattern "no such line" matches nothing in README.md',
  ],
  [
    'a file that is not there',
    `[{ type: 'modify', path: 'nothing.md', pattern: 'a' }]`,
    'not exist',
  ],
  ['a place outside', `[{ type: 'add', path: '../outside.md' }]`, 'is outside the repository'],
  [
    'a place outside, of many files',
    `[{ type: 'addMany', destination: '/nowhere/else', templateFiles: '*.md', base: '.' }]`,
    'is outside the repository',
  ],
  ['an action of its own that throws', `[() => { throw new Error('no, sir'); }]`, 'no, sir'],
  ['a type nobody made', `[{ type: 'conjure', path: 'a' }]`, 'Invalid action'],
  ['no actions', `undefined`, 'no actions'],
  [
    'a failure that others are not to be stopped by',
    `[{ type: 'add', path: 'README.md', abortOnFail: false }, ${add}]`,
    'at action 1 (add README.md)',
  ],
])('%s: fails, and nothing is written', async (_, actions, says) => {
  const { code, message, hint } = await failure(await repositoryWith(actions));
  expect(code).toBe('plop-action-failed');
  expect(message).toContain('module:runbook of plopfile.mjs');
  expect(message).toContain(says);
  expect(hint).toContain('--no-plop');
});

test.each([
  ['in .git', `'.git/hooks/pre-commit'`, 'path-refused'],
  ['the lock', `'backend.lock.json'`, 'path-refused'],
  ['a file that git ignores', `'.env.local'`, 'path-refused'],
])('%s nothing is written', async (_, file, code) => {
  const root = await repositoryWith(
    `[{ type: 'add', path: ${file}, force: true, template: 'mine' }]`,
    { '.gitignore': '.env.local\n', '.env.local': 'SECRET=1\n' },
  );
  expect((await failure(root)).code).toBe(code);
  expect(fs.readFileSync(path.join(root, '.env.local'), 'utf8')).toBe('SECRET=1\n');
});

test('nothing is written through a link', async () => {
  const root = await repositoryWith(`[{ type: 'add', path: 'linked/a.md', template: 'a' }]`);
  const elsewhere = scratchFolder();
  fs.symlinkSync(elsewhere, path.join(root, 'linked'));
  commitAll(root);
  expect((await failure(root)).code).toBe('path-is-a-link');
  expect(fs.readdirSync(elsewhere)).toEqual([]);
});

test.each([
  ['does not parse', 'export default (', 'plopfile.mjs cannot be used'],
  ['throws', `export default () => { throw new Error('no pack'); };`, 'no pack'],
  ['exports no function', 'export const a = 1;', 'does not export a function'],
  [
    'loads what is not installed',
    `export default (plop) => plop.load('@acme/nowhere');`,
    `Cannot find module '@acme/nowhere'`,
  ],
])('a plopfile that %s is told by name', async (_, text, says) => {
  const root = await repositoryWith('[]', { 'plopfile.mjs': text });
  const { code, message } = await failure(root);
  expect(code).toBe('plopfile-unusable');
  expect(message).toContain(says);
});

test('imports and packs are found from the repository, and their actions work in it', async () => {
  const pack = `module.exports = (plop) => {
    plop.setHelper('shout', (text) => text.toUpperCase());
    plop.setGenerator('module:pack', { actions: [{ type: 'add', path: 'docs/pack.md', templateFile: 'pack.hbs' }] });
    plop.setDefaultInclude({ generators: true, helpers: true });
  };`;
  const root = await repositoryWith('[]', {
    '.gitignore': 'node_modules\n',
    'node_modules/acme-pack/package.json': '{ "name": "acme-pack", "main": "index.cjs" }',
    'node_modules/acme-pack/index.cjs': pack,
    'node_modules/acme-pack/pack.hbs': '{{shout name}}\n',
    'own.mjs': `export const own = 'docs/own.md';`,
    'plopfile.mjs': `import path from 'node:path';
      import { own } from './own.mjs';
      export default async (plop) => {
        await plop.load('acme-pack');
        plop.setGenerator('module:own', { actions: [{ type: 'add', path: path.join(plop.getPlopfilePath(), own), template: '{{shout name}}' }] });
      };`,
  });
  succeeded(await addBilling(root));
  expect(fs.readFileSync(path.join(root, 'docs/pack.md'), 'utf8')).toBe('BILLING\n');
  expect(fs.readFileSync(path.join(root, 'docs/own.md'), 'utf8')).toBe('BILLING\n');
});

test('line ends and executable bits are as they were, or as the template has them', async () => {
  const root = await repositoryWith(
    `[
      { type: 'append', path: 'list.txt', pattern: 'one', template: '{{name}}' },
      { type: 'add', path: 'run-{{name}}.sh', templateFile: 'templates/run.sh' },
    ]`,
    { 'list.txt': 'one\r\ntwo\r\n', 'templates/run.sh': '#!/bin/sh\n' },
  );
  fs.chmodSync(path.join(root, 'templates/run.sh'), 0o755);
  commitAll(root);
  succeeded(await addBilling(root));
  expect(fs.readFileSync(path.join(root, 'list.txt'), 'utf8')).toBe('one\r\nbilling\r\ntwo\r\n');
  expect(fs.statSync(path.join(root, 'run-billing.sh')).mode & 0o100).not.toBe(0);
});

test('a file that git does not keep yet is not changed', async () => {
  const root = await repositoryWith(`[{ type: 'append', path: 'draft.md', template: 'x' }]`);
  fs.writeFileSync(path.join(root, 'draft.md'), 'mine\n');
  const added = await addBilling(root);
  expect(added).toMatchObject({ ok: false, error: { code: 'dirty-tree' } });
  expect(added.ok ? '' : added.error.message).toContain('draft.md');
  expect(fs.readFileSync(path.join(root, 'draft.md'), 'utf8')).toBe('mine\n');
});

test('beside a conflict, what plop adds is written too', async () => {
  const root = await repositoryWith(`[${add}]`);
  const readme = path.join(root, 'README.md');
  const words = /\d+ bounded contexts?/;
  expect(fs.readFileSync(readme, 'utf8')).toMatch(words);
  fs.writeFileSync(readme, fs.readFileSync(readme, 'utf8').replace(words, 'Our contexts'));
  commitAll(root);
  const { conflicts } = succeeded(await addBilling(root));
  expect(conflicts.map((conflict) => conflict.path)).toEqual(['README.md']);
  expect(fs.readFileSync(readme, 'utf8')).toContain('<<<<<<<');
  expect(fs.existsSync(path.join(root, 'docs/runbooks/billing.md'))).toBe(true);
});

test('a removed module leaves what plop added to its folder, and says so', async () => {
  const root = await repositoryWith(`[{ type: 'add', path: 'contexts/{{name}}/ONCALL.md' }]`);
  succeeded(await addBilling(root));
  commitAll(root);
  const { notes } = succeeded(await remove(root, 'billing'));
  expect(notes.join('\n')).toContain('contexts/billing/ONCALL.md');
  expect(fs.existsSync(path.join(root, 'contexts/billing/ONCALL.md'))).toBe(true);
});

test('an action may delete and rename files of the team, in the plan', async () => {
  const root = await repositoryWith(
    `[(data, settings, plop) => { fs.renameSync(path.join(plop.getDestBasePath(), 'old.md'), path.join(plop.getDestBasePath(), data.name + '.md')); return ''; }]`,
    { 'old.md': 'text\n' },
    `import fs from 'node:fs'; import path from 'node:path';`,
  );
  const planned = succeeded(await addBilling(root, { dryRun: true }));
  expect(planned.changes).toContainEqual({ action: 'delete', path: 'old.md', owner: 'team' });
  expect(fs.existsSync(path.join(root, 'old.md'))).toBe(true);
  succeeded(await addBilling(root));
  expect(fs.existsSync(path.join(root, 'old.md'))).toBe(false);
  expect(fs.readFileSync(path.join(root, 'billing.md'), 'utf8')).toBe('text\n');
});

test('Ctrl-C while a plopfile runs: cancelled, and the shadow is gone', async () => {
  const root = await repositoryWith('[() => new Promise(() => {})]');
  const before = shadows();
  const interruption = new AbortController();
  const planned = await planWithPlopfile(
    { changes: [], writes: [], conflicts: [], notes: [] },
    {
      plopfile: 'plopfile.mjs',
      context: 'catalog',
      blueprint: shelf(),
      workingCopy: workingCopy(root),
      format: (_, text) => Promise.resolve(text),
      signal: interruption.signal,
      progress: () => interruption.abort(),
    },
  );
  expect(planned).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(shadows().filter((each) => !before.includes(each))).toEqual([]);
});

test('what was formatted stays so, what was not is changed in its place only', async () => {
  const append = (file: string): string =>
    `{ type: 'append', path: '${file}', pattern: '{', template: 'b:2,' }`;
  const root = await repositoryWith(
    `[${append('neat.ts')}, ${append('own.ts')}, { type: 'add', path: 'broken.ts', template: 'const (' }, { type: 'add', path: 'new.ts', template: 'export const  a=1' }]`,
    {
      'neat.ts': 'export const a = { c: 3 };\n',
      'own.ts': 'export const  a = { c:3 };\n',
    },
  );
  succeeded(await addBilling(root));
  const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');
  expect(read('neat.ts')).toBe('export const a = {\n  b: 2,\n  c: 3,\n};\n');
  expect(read('own.ts')).toBe('export const  a = {\nb:2, c:3 };\n');
  expect(read('new.ts')).toBe('export const a = 1;\n');
  expect(read('broken.ts')).toBe('const (');
});
