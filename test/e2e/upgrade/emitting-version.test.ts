import { mkdir, mkdtemp, readFile, rm, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import type { World } from '../../../src/commands/command.ts';
import { emittingVersion } from '../../../src/commands/bases/emitting-version.ts';
import { findBases } from '../../../src/commands/bases/find-bases.ts';
import { parseLock } from '../../../src/repository/lock.ts';
import { developerEnvironment, succeed } from '../../support/command.ts';
import { makeVersion, type Program } from '../../support/next-version.ts';
import { startRegistry, type Registry } from '../../support/registry.ts';

const version = '4.0.0-emitting.1';
let folder: string;
let program: Program;
let registry: Registry;
let blueprint: string;
let wanted: ReadonlyMap<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'create-backend-emitting-'));
  program = await makeVersion({ version });
  registry = await startRegistry([program.folder]);
  await succeed({
    argv: ['node', program.bin, 'shop', '--preset', 'minimal', '--yes', '--no-git', '--no-install'],
    cwd: folder,
    environment: developerEnvironment(),
  });
  blueprint = await readFile(path.join(folder, 'shop/backend.yaml'), 'utf8');
  const lock = parseLock(await readFile(path.join(folder, 'shop/backend.lock.json'), 'utf8'));
  if (!lock.ok) throw new Error(lock.error.message);
  wanted = new Map([...lock.value.files].map(([file, { blob }]) => [file, blob]));
}, 120_000);
afterAll(async () => {
  await registry.stop();
  await program.remove();
  await rm(folder, { recursive: true, force: true });
});

/** A world whose npm knows the test's registry only. */
function world(said: string[] = [], signal = new AbortController().signal): World {
  return {
    cwd: folder,
    environment: {
      ...developerEnvironment(),
      npm_config_registry: registry.url,
      npm_config_cache: path.join(folder, 'cache'),
    },
    isTerminal: false,
    signal,
    progress: (message) => said.push(message),
  };
}

test('the version that emitted a repository emits it again, and says what it runs', async () => {
  const said: string[] = [];
  const temporary = path.join(folder, 'temporary');
  await mkdir(temporary);
  vi.stubEnv('TMPDIR', temporary);
  const bases = await findBases(wanted, [emittingVersion({ version, blueprint }, world(said))]);
  expect(bases.missing).toEqual([]);
  expect(bases.problems).toEqual([]);
  expect(bases.texts.size).toBe(wanted.size);
  expect(said.join('\n')).toContain(
    `npm exec --yes --ignore-scripts --package create-backend@${version}`,
  );
  expect(registry.requests).toContain(`create-backend/-/${version}.tgz`);
  vi.unstubAllEnvs();
  expect(await readdir(temporary)).toEqual([]);
});

test('what it emits is used only where its hash is the one in the lock', async () => {
  const [first, second] = [...wanted.keys()];
  const tampered = new Map([...wanted].slice(0, 2)).set(first ?? '', '0'.repeat(40));
  const bases = await findBases(tampered, [emittingVersion({ version, blueprint }, world())]);
  expect([...bases.texts.keys()]).toEqual([second]);
  expect(bases.missing).toEqual([first]);
});

test('a version that is not published is told in the words of npm', async () => {
  const unknown = { version: '4.0.0-emitting.2', blueprint };
  const bases = await findBases(wanted, [emittingVersion(unknown, world())]);
  expect(bases.texts.size).toBe(0);
  expect(bases.problems.join()).toContain('No matching version found');
});

test.each([
  'latest',
  '^4.0.0',
  '4.0.0 --registry=http://evil',
  'https://evil/x.tgz',
  '4.0.0+b',
  '3.9.5',
  '../x',
])('a lock that names %j makes npm run nothing', async (named) => {
  const said: string[] = [];
  const asked = registry.requests.length;
  const source = emittingVersion({ version: named, blueprint }, world(said));
  const bases = await findBases(wanted, [source]);
  expect(bases.missing.length).toBe(wanted.size);
  expect(said).toEqual([]);
  expect(registry.requests.length).toBe(asked);
});

test('it is given up after its time, and when the user cancels', async () => {
  const slow = await findBases(wanted, [
    emittingVersion({ version, blueprint, timeLimit: 20 }, world()),
  ]);
  expect(slow.problems.join()).toContain('took longer than 0.02 s');
  const cancelled = await findBases(wanted, [
    emittingVersion({ version, blueprint }, world([], AbortSignal.abort())),
  ]);
  expect(cancelled.problems.join()).toContain('cancelled');
});

test('without npm it says so', async () => {
  const without = { ...world(), environment: { PATH: path.join(folder, 'nowhere') } };
  const bases = await findBases(wanted, [emittingVersion({ version, blueprint }, without)]);
  expect(bases.problems.join()).toContain('npm is not installed');
});
