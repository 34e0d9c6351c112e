import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { emittedFormatter } from '../../src/formatting/formatter.ts';
import { blobHash } from '../../src/repository/blob-hash.ts';
import { addBilling, newRepository, statusOf, succeeded } from '../support/living-repository.ts';
import { run } from './cli/program.ts';
import { commitAll, git, writeFiles } from '../support/scratch.ts';
import { snapshot } from '../support/snapshot.ts';

beforeEach(() => {
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
});
afterEach(() => vi.unstubAllEnvs());

const read = (root: string, file: string): string => fs.readFileSync(path.join(root, file), 'utf8');

function edit(root: string, file: string, change: (text: string) => string): void {
  const before = read(root, file);
  const after = change(before);
  expect(after).not.toBe(before);
  fs.writeFileSync(path.join(root, file), after);
}

/** As if an earlier version had emitted the file with another text, and nobody had touched it. */
function asOfAnEarlierVersion(root: string, file: string, text: string | null): void {
  edit(root, 'backend.lock.json', (lock) => {
    const value = JSON.parse(lock);
    value.files[file] = { owner: 'tool', blob: blobHash(text ?? 'gone by now\n') };
    return `${JSON.stringify(value, null, 2)}\n`;
  });
  if (text !== null) writeFiles(root, { [file]: text });
}

const main = 'apps/api/src/main.ts';

test('a new repository is in order, and looking at it changes nothing', async () => {
  const root = await newRepository();
  const before = snapshot(root);
  const index = fs.readFileSync(path.join(root, '.git/index'));
  const report = await statusOf(root);
  expect(report.drift).toBe(false);
  expect(new Set(report.files.map(({ state }) => state))).toEqual(new Set(['unchanged']));
  expect(report.blueprint.state).toBe('applied');
  expect(report.model).toEqual({ missing: [], unknown: [] });
  expect(report.next).toEqual([]);
  expect(snapshot(root)).toEqual(before);
  expect(fs.readFileSync(path.join(root, '.git/index')).equals(index)).toBe(true);
});

test('so is one that a module was added to', async () => {
  const root = await newRepository();
  succeeded(await addBilling(root));
  expect((await statusOf(root)).drift).toBe(false);
});

describe('what people do is shown, and is no drift', () => {
  const stateOf = async (root: string, file: string) => {
    const report = await statusOf(root);
    expect(report.drift).toBe(false);
    return report.files.find((each) => each.path === file);
  };

  test('an edit', async () => {
    const root = await newRepository();
    edit(root, main, (text) => `${text}// Written here.\n`);
    expect(await stateOf(root, main)).toMatchObject({
      state: 'edited',
      edited: true,
      outdated: null,
    });
  });

  test('a file made executable', async () => {
    const root = await newRepository();
    fs.chmodSync(path.join(root, main), 0o755);
    expect(await stateOf(root, main)).toMatchObject({ state: 'edited' });
  });

  test('a deletion', async () => {
    const root = await newRepository();
    fs.rmSync(path.join(root, 'docs/architecture.md'));
    expect(await stateOf(root, 'docs/architecture.md')).toMatchObject({ state: 'deleted' });
  });

  test('a new name', async () => {
    const root = await newRepository();
    git(root, 'mv', 'docs/architecture.md', 'docs/built.md');
    expect(await stateOf(root, 'docs/architecture.md')).toMatchObject({
      state: 'unchanged',
      from: 'docs/built.md',
    });
  });

  test('a link in the place of a file', async () => {
    const root = await newRepository();
    fs.rmSync(path.join(root, 'README.md'));
    fs.symlinkSync('docs/architecture.md', path.join(root, 'README.md'));
    expect(await stateOf(root, 'README.md')).toMatchObject({ state: 'edited' });
  });

  test('files of its own', async () => {
    const root = await newRepository();
    writeFiles(root, {
      'contexts/catalog/src/domain/price.ts': 'export {};\n',
      'scripts/x.sh': '',
    });
    const { files, drift } = await statusOf(root);
    expect(drift).toBe(false);
    expect(files.some(({ path: file }) => file.includes('price.ts'))).toBe(false);
  });

  test.each([
    [
      'other quotes and indentation',
      (text: string) => text.replaceAll("'", '"').replaceAll(/^ +/gm, '\t'),
    ],
    ['line ends', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
  ])('a file that differs in %s only is unchanged', async (_what, change) => {
    const root = await newRepository();
    edit(root, main, change);
    expect(await stateOf(root, main)).toMatchObject({ state: 'unchanged', edited: false });
  });
});

describe('what a newer version emits otherwise is outdated, apart from what people did', () => {
  test.each([
    ['untouched', '', false],
    ['edited', '// Written here.\n', true],
  ])('%s', async (_case, added, edited) => {
    const root = await newRepository();
    asOfAnEarlierVersion(root, main, '// as it was emitted once\n');
    edit(root, main, (text) => `${text}${added} `.trimEnd() + '\n\n');
    edit(root, main, (text) => text.replace(/\n+$/, '\n'));
    const report = await statusOf(root);
    expect(report.files.find((each) => each.path === main)).toMatchObject({
      state: 'outdated',
      outdated: 'changed',
      edited,
    });
    expect(report.drift).toBe(true);
    expect(report.next).toContain('create-backend upgrade');
  });

  test('emitted no more', async () => {
    const root = await newRepository();
    asOfAnEarlierVersion(root, 'old/tool.ts', '// not emitted any more\n');
    const report = await statusOf(root);
    expect(report.files.find((each) => each.path === 'old/tool.ts')).toMatchObject({
      state: 'outdated',
      outdated: 'removed',
      edited: false,
    });
  });

  test('emitted for the first time', async () => {
    const root = await newRepository();
    edit(root, 'backend.lock.json', (lock) => {
      const value = JSON.parse(lock);
      delete value.files[main];
      return JSON.stringify(value);
    });
    fs.rmSync(path.join(root, main));
    const report = await statusOf(root);
    expect(report.files.find((each) => each.path === main)).toMatchObject({ outdated: 'added' });
    expect(report.drift).toBe(true);
  });

  test('but not where people deleted it', async () => {
    const root = await newRepository();
    asOfAnEarlierVersion(root, 'docs/architecture.md', null);
    fs.rmSync(path.join(root, 'docs/architecture.md'));
    const report = await statusOf(root);
    expect(report.files.find((each) => each.path === 'docs/architecture.md')).toMatchObject({
      state: 'deleted',
      outdated: null,
    });
    expect(report.drift).toBe(false);
  });

  test('and never history', async () => {
    const root = await newRepository();
    const migration = 'contexts/catalog/migrations/0001_create_catalog.sql';
    asOfAnEarlierVersion(root, migration, 'SELECT 1;\n');
    const report = await statusOf(root);
    expect(report.files.find((each) => each.path === migration)).toMatchObject({
      state: 'unchanged',
      outdated: null,
    });
    expect(report.drift).toBe(false);
  });

  test('is not guessed by an older program', async () => {
    const root = await newRepository();
    edit(root, 'backend.lock.json', (lock) =>
      lock.replace(/create-backend@[^"]+/, 'create-backend@99.0.0'),
    );
    const report = await statusOf(root);
    expect(report.files.some(({ outdated }) => outdated !== null)).toBe(false);
    expect(report.notes.join()).toContain('npx create-backend@99.0.0 status');
  });
});

describe('the blueprint', () => {
  test('that was edited is drift, with a pointer to each place', async () => {
    const root = await newRepository();
    edit(root, 'backend.yaml', (text) =>
      text
        .replace('p99Ms: 600', 'p99Ms: 200')
        .replace('catalog, ordering', 'catalog, ordering, shipping')
        .replace(
          '  - name: ordering',
          '  - name: shipping\n    aggregates: [{ name: Parcel }]\n\n  - name: ordering',
        ),
    );
    const { blueprint, drift, next } = await statusOf(root);
    expect(drift).toBe(true);
    expect(blueprint.state).toBe('changed');
    expect(blueprint.differences).toContainEqual({
      pointer: '/targets/p99Ms',
      change: 'changed',
      name: null,
    });
    expect(blueprint.differences).toContainEqual({
      pointer: '/contexts/2',
      change: 'added',
      name: 'shipping',
    });
    expect(blueprint.differences.some(({ name }) => name === 'ordering')).toBe(false);
    expect(next).toContain('create-backend upgrade');
  });

  test('with comments of its own is as it was applied', async () => {
    const root = await newRepository();
    edit(root, 'backend.yaml', (text) => `# Ours.\n${text}`);
    const { blueprint, drift, files } = await statusOf(root);
    expect(blueprint.state).toBe('applied');
    expect(drift).toBe(false);
    expect(files.find((each) => each.path === 'backend.yaml')?.state).toBe('edited');
  });

  test('that is not valid is drift, with its problems', async () => {
    const root = await newRepository();
    edit(root, 'backend.yaml', (text) => text.replace('stack: typescript', 'stack: cobol'));
    const { blueprint, drift } = await statusOf(root);
    expect(drift).toBe(true);
    expect(blueprint).toMatchObject({ state: 'invalid', problems: [{ pointer: '/stack' }] });
  });

  test('that was deleted is shown', async () => {
    const root = await newRepository();
    fs.rmSync(path.join(root, 'backend.yaml'));
    const { blueprint, drift } = await statusOf(root);
    expect(blueprint.state).toBe('missing');
    expect(drift).toBe(false);
  });
});

describe('the model', () => {
  test.each([
    ['a context', 'contexts/ordering', [{ kind: 'context', name: 'ordering' }]],
    ['a deployable', 'apps/api', [{ kind: 'deployable', name: 'api' }]],
  ])('of which %s is gone from the code is drift', async (_what, folder, missing) => {
    const root = await newRepository();
    fs.rmSync(path.join(root, folder), { recursive: true });
    const { model, drift } = await statusOf(root);
    expect(model.missing).toEqual(missing);
    expect(drift).toBe(true);
  });

  test('of which an aggregate is gone names it', async () => {
    const root = await newRepository();
    for (const file of git(root, 'ls-files', 'contexts/catalog').split('\n')) {
      if (/product/.test(file)) fs.rmSync(path.join(root, file));
    }
    const { model } = await statusOf(root);
    expect(model.missing).toContainEqual({ kind: 'aggregate', name: 'catalog/product' });
    expect(model.missing.some(({ kind }) => kind === 'context')).toBe(false);
  });

  test('that has no context for a folder of one is drift', async () => {
    const root = await newRepository();
    writeFiles(root, { 'contexts/loyalty/src/module.ts': 'export {};\n' });
    const { model, drift } = await statusOf(root);
    expect(model.unknown).toEqual(['contexts/loyalty']);
    expect(drift).toBe(true);
  });

  test('is not confused by what another branch left behind', async () => {
    const root = await newRepository();
    writeFiles(root, { 'contexts/loyalty/node_modules/x/index.js': '' });
    fs.mkdirSync(path.join(root, 'contexts/empty'));
    expect((await statusOf(root)).model.unknown).toEqual([]);
  });
});

test('what a killed run left is put right first, and told', async () => {
  const root = await newRepository();
  fs.mkdirSync(path.join(root, '.create-backend-journal'));
  const report = await statusOf(root);
  expect(report.recovered).toBe('rolled-back');
  expect(fs.existsSync(path.join(root, '.create-backend-journal'))).toBe(false);
});

test('a file with markers is in conflict until they are gone', async () => {
  const root = await newRepository();
  const before = read(root, main);
  writeFiles(root, {
    [main]: `<<<<<<< yours\na\n||||||| before\nb\n=======\nc\n>>>>>>> create-backend\n${before}`,
  });
  commitAll(root);
  expect((await statusOf(root)).files.find(({ path: file }) => file === main)?.state).toBe(
    'conflicting',
  );
  writeFiles(root, { [main]: before });
  expect((await statusOf(root)).drift).toBe(false);
});

test('a repository that was reformatted to settings of its own is unchanged', async () => {
  const root = await newRepository();
  const settings = { printWidth: 80, semi: false, tabWidth: 4 };
  const format = await emittedFormatter(JSON.stringify(settings));
  for (const file of git(root, 'ls-files', '-z').split('\0')) {
    if (!/\.(ts|mjs|json|ya?ml|md)$/.test(file) || /lock/.test(file)) continue;
    fs.writeFileSync(path.join(root, file), await format(file, read(root, file)));
  }
  writeFiles(root, { '.oxfmtrc.json': JSON.stringify(settings) });
  const { files, drift } = await statusOf(root);
  expect(files.filter(({ edited }) => edited).map((each) => each.path)).toEqual(['.oxfmtrc.json']);
  expect(drift).toBe(false);
});

describe('the program', () => {
  test('says that all is in order, exit 0', async () => {
    const root = await newRepository();
    const ended = await run(['status'], { cwd: path.join(root, 'contexts/catalog') });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(
      /^shelf \(create-backend \S+\): in order\. \d+ files, \d+ unchanged\.\n$/,
    );
  });

  test('tells each kind apart, and what to do, exit 4', async () => {
    const root = await newRepository();
    asOfAnEarlierVersion(root, main, '// as it was emitted once\n');
    edit(root, 'README.md', (text) => `${text}Written here.\n`);
    git(root, 'mv', 'docs/architecture.md', 'docs/built.md');
    fs.rmSync(path.join(root, 'contexts/ordering'), { recursive: true });
    edit(root, 'backend.yaml', (text) => text.replace('p99Ms: 600', 'p99Ms: 200'));
    const { code, stdout } = await run(['status'], { cwd: root });
    expect(code).toBe(4);
    expect(stdout).toContain(`Outdated:\n  ${main}  (this version emits it otherwise)\n`);
    expect(stdout).toContain('Edited:\n  README.md\n');
    expect(stdout).toContain('Renamed:\n  docs/built.md  (emitted as docs/architecture.md)\n');
    expect(stdout).toMatch(/Deleted:\n {2}contexts\/ordering {2}\(\d+ files\)\n/);
    expect(stdout).toContain('changed  /targets/p99Ms\n');
    expect(stdout).toContain('missing  context ordering\n');
    expect(stdout).toContain('  create-backend upgrade\n');
  });

  test('gives the same as JSON', async () => {
    const root = await newRepository();
    edit(root, main, (text) => `${text}// Written here.\n`);
    const { code, stdout } = await run(['status', '--json'], { cwd: root });
    const { ok, command, result } = JSON.parse(stdout);
    expect({ code, ok, command }).toEqual({ code: 0, ok: true, command: 'status' });
    expect(result.drift).toBe(false);
    const counts = new Map<string, number>();
    for (const { state } of result.files) counts.set(state, (counts.get(state) ?? 0) + 1);
    expect(counts.get('edited')).toBe(1);
  });

  test('refuses a folder that it did not make, exit 3', async () => {
    const root = await newRepository();
    fs.rmSync(path.join(root, 'backend.lock.json'));
    const { code, stdout, stderr } = await run(['status'], { cwd: root });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('git restore --source=HEAD');
  });
});
