import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';

import { makeFolder } from '../support/change-sample.ts';
import { commitAll } from '../support/scratch.ts';
import { index, snapshot } from '../support/snapshot.ts';

const isRoot = process.getuid?.() === 0;
const JOURNAL = '.create-backend-journal';
const billing = [
  'module',
  'billing',
  '--aggregate',
  'Invoice(number:string, total:money)',
  '--yes',
  '--no-install',
];

let folder: string;
let tried = 0;
beforeAll(() => {
  folder = makeFolder('module-kill');
  fs.chmodSync(folder, 0o755);
});
afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
  console.log(`module: ${tried} runs killed, cancelled or failed`);
});

/** Of the environment of this machine only what a program needs: no identity, no settings of git. */
const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: folder,
  GIT_CONFIG_GLOBAL: os.devNull,
  GIT_CONFIG_NOSYSTEM: '1',
});

function run(root: string, ...args: readonly string[]) {
  return spawnSync(process.execPath, [inject('program'), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: environment(),
  });
}

const stateOf = (root: string): string =>
  JSON.stringify({ tree: snapshot(root), index: index(root) }, null, 1);

/** A repository, and how `module billing` leaves it. */
interface Sample {
  readonly original: string;
  readonly root: string;
  readonly before: string;
  readonly after: string;
  /** exit code of a whole run */
  readonly exit: number;
  /** milliseconds of a whole run */
  readonly duration: number;
}

function makeSample(name: string, edit: (root: string) => void): Sample {
  const original = path.join(folder, name);
  const root = path.join(folder, 'copy');
  const made = run(folder, name, '--preset', 'minimal', '--yes', '--no-install', '--no-git');
  expect(made.stderr).not.toMatch(/bug/);
  expect(made.status).toBe(0);
  edit(original);
  commitAll(original);
  renew({ original, root });
  const before = stateOf(root);
  const started = performance.now();
  const { status } = run(root, ...billing);
  const duration = performance.now() - started;
  return { original, root, before, after: stateOf(root), exit: status ?? -1, duration };
}

function renew({ original, root }: Pick<Sample, 'original' | 'root'>): void {
  fs.rmSync(root, { recursive: true, force: true });
  fs.cpSync(original, root, { recursive: true });
}

interface Interrupted {
  /** null: it was killed */
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs `module billing` and sends it a signal some time after its start, or after its first write. */
async function interrupt(
  root: string,
  signal: NodeJS.Signals,
  since: 'start' | 'journal',
  delay: number,
): Promise<Interrupted> {
  const child = spawn(process.execPath, [inject('program'), ...billing], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: environment(),
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  let timer: NodeJS.Timeout | undefined;
  const aim = (): void => {
    timer ??= setTimeout(() => child.kill(signal), delay);
  };
  const watcher = fs.watch(root, (_, file) => {
    if (since === 'journal' && file?.startsWith(JOURNAL) === true) aim();
  });
  if (since === 'start') aim();
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  watcher.close();
  return { code, stderr };
}

/** Moments all over the run, and close together where it writes. */
function moments({ duration }: Sample): (readonly ['start' | 'journal', number])[] {
  const overall = Array.from(
    { length: 6 },
    (_, at) => ['start', (duration * (at + 1)) / 7] as const,
  );
  const writing = Array.from({ length: 18 }, (_, at) => ['journal', at * 3] as const);
  return [...overall, ...writing];
}

function expectBeforeOrAfter({ root, before, after }: Sample, told: string): string {
  const now = stateOf(root);
  if (now !== before && now !== after) expect(now, told).toEqual(before);
  tried += 1;
  return now;
}

let clean: Sample;
let conflicting: Sample;
beforeAll(() => {
  clean = makeSample('clean', (root) => fs.writeFileSync(path.join(root, 'notes.txt'), 'ours\n'));
  conflicting = makeSample('conflicting', (root) => {
    const file = path.join(root, 'docs/checklist.md');
    const lines = fs.readFileSync(file, 'utf8').split('\n');
    fs.writeFileSync(file, lines.map((line, at) => `${at}. ${line}`).join('\n'));
  });
}, 120_000);
beforeEach(() => renew(clean));

test('the samples are a run that merges and one that does not', () => {
  expect(clean.exit).toBe(0);
  expect(conflicting.exit).toBe(5);
  expect(clean.after).not.toBe(clean.before);
  expect(conflicting.after).toMatch(/ 3\\tdocs\/checklist\.md/);
});

describe('a run that is killed', { timeout: 400_000 }, () => {
  test.each([
    ['clean', 'module list'],
    ['conflicting', 'status'],
  ])('in a %s repository is finished or undone by the next `%s`', async (name, next) => {
    const sample = name === 'clean' ? clean : conflicting;
    renew(sample);
    const ends = new Set<string>();
    let half = 0;
    for (const [since, delay] of moments(sample)) {
      const { code } = await interrupt(sample.root, 'SIGKILL', since, delay);
      const interrupted = fs.existsSync(path.join(sample.root, JOURNAL));
      if (code === null && interrupted) half += 1;
      const said = run(sample.root, ...next.split(' '));
      expect([0, 4, 5], said.stderr).toContain(said.status);
      expect(/interrupted run had begun/.test(said.stderr), said.stderr).toBe(interrupted);
      const now = expectBeforeOrAfter(sample, `${delay} ms after the ${since}`);
      ends.add(now);
      if (now !== sample.before) renew(sample);
    }
    expect(half, 'runs that died while they wrote').toBeGreaterThan(0);
    expect([...ends]).toContain(sample.before);
  });
});

describe('a run that is cancelled by Ctrl-C', { timeout: 200_000 }, () => {
  test('ends with 130 and leaves everything as it was, or is through', async () => {
    const codes = new Set<number | null>();
    for (const [since, delay] of moments(clean)) {
      const { code, stderr } = await interrupt(clean.root, 'SIGINT', since, delay);
      // Before the program listens the system ends it, and nothing was begun.
      expect([0, 130, null], stderr).toContain(code);
      codes.add(code);
      const now = expectBeforeOrAfter(clean, `${delay} ms after the ${since}: ${stderr}`);
      expect(now).toBe(code === 0 ? clean.after : clean.before);
      if (code === 0) renew(clean);
    }
    expect([...codes]).toContain(130);
  });
});

test('of two runs at a time one adds the module, and the other says why it did not', async () => {
  const [one, other] = await Promise.all([
    interrupt(clean.root, 'SIGCONT', 'start', 0),
    interrupt(clean.root, 'SIGCONT', 'start', 0),
  ]);
  const codes = [one.code, other.code].sort();
  expect(
    [
      [0, 2],
      [0, 3],
    ],
    one.stderr + other.stderr,
  ).toContainEqual(codes);
  expect(stateOf(clean.root)).toBe(clean.after);
});

describe.runIf(isRoot && process.platform === 'linux')(
  'a file system',
  { timeout: 120_000 },
  () => {
    /** A tmpfs in the place of the repository. */
    function onDisk(work: () => void): void {
      const { original, root } = clean;
      fs.rmSync(root, { recursive: true, force: true });
      fs.mkdirSync(root);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m,mode=755', 'tmpfs', root]);
      try {
        execFileSync('cp', ['-a', `${original}/.`, root]);
        work();
      } finally {
        execFileSync('umount', [root]);
      }
    }
    const remount = (option: string) =>
      execFileSync('mount', ['-o', `remount,${option}`, clean.root]);
    const used = (what: 'used' | 'iused'): number => {
      const args = ['-k', `--output=${what}`, clean.root];
      return Number(execFileSync('df', args, { encoding: 'utf8' }).trim().split('\n')[1]);
    };

    test.each([
      ['bytes', 'used', (before: number, room: number) => `size=${before + room * 8}k`],
      ['files', 'iused', (before: number, room: number) => `nr_inodes=${before + room}`],
    ] as const)('that has no more room for %s leaves everything as it was', (_, what, limit) => {
      onDisk(() => {
        const taken = used(what);
        for (const room of [1, 10, 30, 60, 80]) {
          remount(limit(taken, room));
          const { status, stderr } = run(clean.root, ...billing);
          expect(stderr).toMatch(/disk is full/);
          expect(status).toBe(1);
          expect(stateOf(clean.root)).toBe(clean.before);
          tried += 1;
        }
        remount('size=64m,nr_inodes=100000');
        expect(run(clean.root, ...billing).status).toBe(0);
        expect(stateOf(clean.root)).toBe(clean.after);
      });
    });

    test('that is read-only is refused in words', () => {
      onDisk(() => {
        remount('ro');
        const { status, stderr } = run(clean.root, ...billing);
        expect(stderr).toMatch(/cannot be written/);
        expect(status).toBe(3);
        expect(stateOf(clean.root)).toBe(clean.before);
      });
    });
  },
);

test.runIf(process.platform !== 'win32')(
  'a folder that may not be written is refused in words, and everything is as it was',
  () => {
    const { root } = clean;
    if (isRoot) execFileSync('chown', ['-R', '65534:65534', root]);
    fs.chmodSync(path.join(root, 'contexts'), 0o555);
    const before = snapshot(root);
    const drop = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    const program = [process.execPath, inject('program'), ...billing];
    const [command = '', ...args] = isRoot ? [...drop, ...program] : program;
    const { status, stderr } = spawnSync(command, args, {
      cwd: root,
      encoding: 'utf8',
      env: { ...environment(), HOME: root },
    });
    expect(stderr).toMatch(/contexts\/billing cannot be written/);
    expect(status).toBe(3);
    expect(snapshot(root)).toEqual(before);
    fs.chmodSync(path.join(root, 'contexts'), 0o755);
  },
);
