import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

import { findingsText } from '../../../src/cli/actions/doctor.ts';
import { createStyle } from '../../../src/cli/style.ts';
import { noAnswers } from '../../../src/commands/answers.ts';
import { create } from '../../../src/commands/create.ts';
import { diagnose, type Diagnosis } from '../../../src/commands/doctor.ts';
import { blueprintOf } from '../../../src/commands/request.ts';
import { readSources } from '../../../src/commands/sources.ts';
import { loadStack } from '../../../src/stacks/index.ts';

const stack = await loadStack('typescript');
const bunVersion = stack?.toolchain.version ?? '';

/** A machine whose programs are what a test says: name → what its script does. */
function machine(programs: Readonly<Record<string, string>> = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'create-backend-doctor-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const bin = path.join(folder, 'bin');
  fs.mkdirSync(bin);
  for (const [name, script] of Object.entries({ ...sound, ...programs }))
    fs.writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return {
    folder,
    world: {
      cwd: folder,
      environment: {
        PATH: bin,
        HOME: folder,
        XDG_CACHE_HOME: path.join(folder, 'cache'),
      } as Record<string, string>,
      isTerminal: false,
      signal: new AbortController().signal,
      progress: () => {},
    },
  };
}

const sound = {
  npm: 'echo 11.0.0',
  git: 'case "$1" in --version) echo git version 2.40.0;; *) echo "A B <a@b.example> 1700000000 +0000";; esac',
  docker: 'case "$1" in compose) echo 2.30.1;; *) echo 28.0.1;; esac',
  bun: `echo ${bunVersion}`,
};

function find({ findings }: Diagnosis, id: string) {
  const found = findings.find((each) => each.id === id);
  if (found === undefined) throw new Error(`nothing about ${id}`);
  return found;
}

async function repositoryIn(at: ReturnType<typeof machine>): Promise<string> {
  const answers = { ...noAnswers, preset: 'minimal', directory: 'shop' };
  const sources = await readSources(answers, at.world);
  if (!sources.ok) throw new Error(sources.error.message);
  const advised = blueprintOf(answers, sources.value, at.folder);
  if (!advised.ok) throw new Error(advised.error.message);
  const { blueprint } = advised.value;
  await create(
    { directory: 'shop', blueprint, dryRun: false, git: false, install: false },
    at.world,
  );
  return path.join(at.folder, 'shop');
}

test('a machine that has everything is healthy', async () => {
  const diagnosis = await diagnose(machine().world);
  expect(diagnosis.findings.filter(({ status }) => status !== 'ok')).toEqual([]);
  expect(diagnosis).toMatchObject({ healthy: true, repository: null });
  expect(find(diagnosis, 'git-identity').message).toBe('A B <a@b.example>');
});

const sick: readonly (readonly [string, Record<string, string>, string, RegExp])[] = [
  ['an old git', { git: 'echo git version 2.20.1' }, 'git', /2\.28 is needed/],
  [
    'a git without an identity',
    { git: 'test "$1" = --version && echo git version 2.40.0' },
    'git-identity',
    /staged, and not committed/,
  ],
  ['a Docker whose engine is off', { docker: 'exit 1' }, 'docker', /engine is not running/],
  [
    'a Docker without Compose',
    { docker: 'test "$1" = version && echo 28.0.1' },
    'docker-compose',
    /not found/,
  ],
  ['a Docker that never answers', { docker: 'exec /bin/sleep 60' }, 'docker', /takes too long/],
  ['an old Bun', { bun: 'echo 1.0.1' }, 'stack-typescript', /1\.0\.1 is older than/],
  ['a Bun that prints no version', { bun: 'echo hello' }, 'stack-typescript', /not found/],
];

test.each(sick)('%s is a warning that says how to mend it', async (_, programs, id, message) => {
  const start = performance.now();
  const diagnosis = await diagnose(machine(programs).world);
  expect(performance.now() - start).toBeLessThan(10_000);
  expect(find(diagnosis, id)).toMatchObject({
    status: 'warning',
    message: expect.stringMatching(message),
  });
  expect(find(diagnosis, id).hint).toBeTruthy();
  expect(diagnosis.healthy).toBe(true);
});

test('on a machine with nothing but Node.js, everything is told and nothing needed is missing', async () => {
  const { world } = machine();
  const diagnosis = await diagnose({
    ...world,
    environment: { ...world.environment, PATH: '/nowhere' },
  });
  expect(diagnosis.healthy).toBe(true);
  for (const id of ['npm', 'git', 'docker', 'docker-compose', 'stack-typescript'])
    expect(find(diagnosis, id)).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('not found'),
    });
});

test('a cache that cannot be written is a warning', async () => {
  const { world } = machine();
  const diagnosis = await diagnose({
    ...world,
    environment: { ...world.environment, XDG_CACHE_HOME: '/dev/null/nowhere' },
  });
  expect(find(diagnosis, 'cache')).toMatchObject({
    status: 'warning',
    message: expect.stringContaining('cannot be written'),
  });
});

test("a repository's toolchain is needed in it, and its ports are looked at", async () => {
  const at = machine({ bun: 'exit 1' });
  const root = await repositoryIn(at);
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, resolve);
  });
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const environment = { ...at.world.environment, PORT: String(port), MANAGEMENT_PORT: '1' };
  const diagnosis = await diagnose({ ...at.world, cwd: path.join(root, 'contexts'), environment });
  expect(diagnosis).toMatchObject({ healthy: false, repository: root });
  expect(find(diagnosis, 'stack-typescript')).toMatchObject({
    status: 'problem',
    message: expect.stringContaining('this repository needs it'),
  });
  expect(find(diagnosis, `port-${port}`)).toMatchObject({
    status: 'warning',
    hint: expect.stringContaining(`PORT=${port + 100}`),
  });
  expect(find(diagnosis, 'lock').status).toBe('ok');
});

test('a lock that cannot be read, or is of a newer version, is a problem', async () => {
  const at = machine();
  const root = await repositoryIn(at);
  const lock = path.join(root, 'backend.lock.json');
  const text = fs.readFileSync(lock, 'utf8');
  const inside = { ...at.world, cwd: root };

  fs.writeFileSync(lock, text.replace(/create-backend@[\d.]+/, 'create-backend@99.0.0'));
  expect(find(await diagnose(inside), 'lock')).toMatchObject({
    status: 'problem',
    hint: 'npx create-backend@99.0.0',
  });
  fs.writeFileSync(lock, text.replace(/create-backend@[\d.]+/, 'create-backend@0.0.1'));
  expect(find(await diagnose(inside), 'lock')).toMatchObject({
    status: 'warning',
    hint: expect.stringContaining('upgrade'),
  });
  fs.writeFileSync(lock, '<<<<<<< ours\n');
  expect(await diagnose(inside)).toMatchObject({ healthy: false });
});

test('changed files are a warning and conflicts a problem', async () => {
  const at = machine();
  const root = await repositoryIn(at);
  const git = (...args: readonly string[]): void =>
    void execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.invalid', ...args], {
      cwd: root,
      stdio: 'ignore',
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' },
    });
  const inside = { ...at.world, cwd: root };
  git('init', '-b', 'main');
  git('add', '-A');
  git('commit', '-m', 'One');
  expect(find(await diagnose(inside), 'work-tree')).toMatchObject({
    status: 'ok',
    message: 'clean, on main',
  });

  fs.appendFileSync(path.join(root, 'README.md'), 'ours\n');
  expect(find(await diagnose(inside), 'work-tree')).toMatchObject({
    status: 'warning',
    message: '1 file changed since the last commit',
  });
  git('checkout', '-b', 'other');
  git('commit', '-am', 'Ours');
  git('checkout', 'main');
  fs.appendFileSync(path.join(root, 'README.md'), 'theirs\n');
  git('commit', '-am', 'Theirs');
  expect(() => git('merge', 'other')).toThrow();
  expect(find(await diagnose(inside), 'work-tree')).toMatchObject({
    status: 'problem',
    message: '1 file with conflicts',
  });
});

test('the text is aligned and no wider than 80 columns', async () => {
  const { world } = machine({ docker: 'exit 1' });
  const { findings } = await diagnose({
    ...world,
    environment: { ...world.environment, PATH: '/nowhere' },
  });
  const lines = stripVTControlCharacters(findingsText(findings, createStyle(true), 80)).split('\n');
  const words = lines.filter((line) => !/\/|https/.test(line));
  expect(Math.max(...words.map((line) => line.length))).toBeLessThanOrEqual(80);
  const starts = lines
    .filter((line) => /^(ok|warning|problem)/.test(line))
    .map((line) => /^\S+ +\S+(?: \S+)* {2,}/.exec(line)?.[0].length);
  expect(new Set(starts).size).toBe(1);
  expect(lines.at(-1)).toMatch(/^0 problems, \d+ warnings\.$/);
});
