import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { run, temporaryFolder } from './cli/program.ts';

/** Names of the business that are names of a build elsewhere. */
const aggregatesByContext = {
  build: ['Bin', 'Target', 'NodeModule'],
  checks: ['Test'],
  coverage: ['Coverage', 'Dist', 'Build'],
  dev: ['Tool', 'Doc'],
  dist: ['Log', 'Tmp', 'Out'],
  lib: ['Example', 'Contract'],
  logs: ['Testing', 'Dev', 'Secret'],
  out: ['Types', 'Src'],
  secrets: ['Pact'],
  src: ['Env'],
  testing: ['Vendor'],
  tests: ['Tests'],
  tmp: ['Cache'],
};

let folder: string;
let root: string;
let files: readonly string[];

beforeAll(async () => {
  folder = temporaryFolder();
  root = path.join(folder, 'names');
  const contexts = Object.entries(aggregatesByContext).map(([name, aggregates]) => ({
    name,
    aggregates: aggregates.map((aggregate) => ({ name: aggregate })),
  }));
  const blueprint = path.join(folder, 'names.json');
  fs.writeFileSync(blueprint, JSON.stringify({ schema: 1, name: 'names', contexts }));
  const { code, stderr } = await run(['render', '--blueprint', blueprint, '--out', root]);
  expect(stderr).not.toContain('error');
  expect(code).toBe(0);
  files = fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join('/'));
}, 60_000);

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

test('git ignores no emitted file, whatever contexts and aggregates are called', () => {
  const git = (args: readonly string[]) =>
    spawnSync('git', [...args], {
      cwd: root,
      input: files.join('\n'),
      encoding: 'utf8',
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
    });
  expect(git(['init', '--quiet']).status).toBe(0);
  expect(git(['check-ignore', '--no-index', '--stdin']).stdout).toBe('');
});

test('the image gets the code of every context and aggregate', () => {
  const sources = files.filter((file) => /^(?:apps|contexts)\/[^/]+\/src\//.test(file));
  expect(sources.length).toBeGreaterThan(400);
  expect(sources.filter((file) => isKeptOut(file))).toEqual([]);
  const tests = files.filter((file) => /^(?:apps|contexts|packages)\/[^/]+\/test\//.test(file));
  expect(tests.length).toBeGreaterThan(100);
  expect(tests.filter((file) => !isKeptOut(file))).toEqual([]);
  expect(isKeptOut('packages/platform/src/testing/index.ts')).toBe(true);
});

/** As Docker reads `.dockerignore`: the last pattern that fits the path, or a folder above it, decides. */
function isKeptOut(file: string): boolean {
  const paths = file.split('/').map((_, index, all) => all.slice(0, index + 1).join('/'));
  const lines = fs.readFileSync(path.join(root, '.dockerignore'), 'utf8').split('\n');
  let keptOut = false;
  for (const line of lines) {
    if (line === '' || line.startsWith('#')) continue;
    const glob = line.replace(/^!/, '');
    const form = glob
      .replaceAll('.', '\\.')
      .replaceAll('**/', '\u0000')
      .replaceAll('*', '[^/]*')
      .replaceAll('\u0000', '(?:.*/)?');
    if (paths.some((at) => new RegExp(`^${form}$`).test(at))) keptOut = !line.startsWith('!');
  }
  return keptOut;
}
