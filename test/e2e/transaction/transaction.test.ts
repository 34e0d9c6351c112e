import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { recover } from '../../../src/repository/transaction/index.ts';
import { makeFolder, makeRepository } from '../../support/change-sample.ts';
import { index, snapshot } from '../../support/snapshot.ts';
import { buildEntry, start, type Ended } from './process.ts';

const isRoot = process.getuid?.() === 0;
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

let folder: string;
let program: string;
let original: string;
let root: string;
let before: string;
let after: string;
let operations: number;
let tried = 0;

const stateOf = (at: string): string =>
  JSON.stringify({ tree: snapshot(at), index: index(at) }, null, 1);

beforeAll(async () => {
  folder = makeFolder('transaction-process');
  fs.chmodSync(folder, 0o755);
  program = await buildEntry(folder);
  original = path.join(folder, 'original');
  root = path.join(folder, 'copy');
  makeRepository(original);
  renew();
  before = stateOf(root);
  const whole = await start(program, { task: 'apply', root });
  expect(whole.told?.result).toEqual({ ok: true });
  operations = whole.told?.operations ?? 0;
  after = stateOf(root);
});
afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
  console.log(`transaction: ${tried} processes killed or failed (SEED=${seed})`);
});
beforeEach(renew);

function renew(): void {
  fs.rmSync(root, { recursive: true, force: true });
  fs.cpSync(original, root, { recursive: true });
}

async function expectRecovery(told: string): Promise<void> {
  expect(await recover(root), told).toMatchObject({ ok: true });
  const now = stateOf(root);
  if (now !== before && now !== after) expect(now, told).toEqual(before);
  tried += 1;
  if (now !== before) renew();
}

describe('a process that is killed', { timeout: 300_000 }, () => {
  test('at every operation that changes anything is finished or undone', async () => {
    expect(operations).toBeGreaterThan(100);
    for (let dieAt = 0; dieAt < operations; dieAt += 1) {
      const ended = await start(program, { task: 'apply', root, dieAt });
      expect(ended, `operation ${dieAt}`).toMatchObject({ code: null, told: null });
      await expectRecovery(`operation ${dieAt}`);
    }
  });

  test(`at any moment is finished or undone (SEED=${seed})`, async () => {
    const { duration } = await start(program, { task: 'apply', root });
    renew();
    let killed = 0;
    for (let run = 0; run < 40; run += 1) {
      // Every fortieth of the way, and a bit that differs from run to run of the tests.
      const delay = ((run + ((seed + run * 7) % 10) / 10) / 40) * duration;
      const ended = await start(program, { task: 'apply', root, signalAfter: ['SIGKILL', delay] });
      if (ended.code === null) killed += 1;
      await expectRecovery(`after ${delay.toFixed(2)} ms`);
    }
    expect(killed).toBeGreaterThan(10);
  });

  test('while it recovers is recovered from', async () => {
    for (let dieAt = 0; ; dieAt += 1) {
      await start(program, { task: 'apply', root, dieAt: Math.floor(operations * 0.75) });
      const ended = await start(program, { task: 'recover', root, dieAt });
      await expectRecovery(`operation ${dieAt} of the recovery`);
      if (ended.code !== null) return expect(dieAt).toBeGreaterThan(20);
    }
  });
});

test('a process that gets Ctrl-C at any moment leaves everything as it was, or as it is to be', async () => {
  const { duration } = await start(program, { task: 'apply', root });
  renew();
  const codes = new Set<string | undefined>();
  for (let run = 0; run < 20; run += 1) {
    const delay = (run / 20) * duration;
    const { told } = await start(program, { task: 'apply', root, signalAfter: ['SIGINT', delay] });
    codes.add(told?.result.error?.code);
    expect(stateOf(root)).toEqual(told?.result.ok === true ? after : before);
    tried += 1;
    if (told?.result.ok === true) renew();
  }
  expect([...codes]).toContain('cancelled');
});

test('of two processes at a time one changes the repository, and the other says why it did not', async () => {
  for (let round = 0; round < 5; round += 1) {
    const ends = await Promise.all([
      start(program, { task: 'apply', root }),
      start(program, { task: 'apply', root }),
    ]);
    const told = ends.map((end) => end.told?.result.error?.code ?? 'done').sort();
    // One that comes when the other is through finds other files than it had planned for.
    expect([
      ['busy', 'done'],
      ['changed-meanwhile', 'done'],
      ['done', 'done'],
    ]).toContainEqual(told);
    expect(stateOf(root)).toEqual(after);
    renew();
  }
});

describe.runIf(process.platform !== 'win32')('what may not be written', () => {
  const own = (at: string): void => {
    if (isRoot) execFileSync('chown', ['-R', '65534:65534', at]);
  };
  const expectUntouched = (ended: Ended, code: string, was: string): void => {
    expect(ended.told?.result.error?.code).toBe(code);
    expect(JSON.stringify(snapshot(root))).toBe(was);
    expect(ended.told?.result.error?.message).not.toMatch(/\n\s+at /);
    tried += 1;
  };

  test.each(['.', 'src', 'bin', 'folder', 'flip', 'deep/er'])(
    'a folder (%s) leaves everything as it was',
    async (locked) => {
      own(root);
      fs.chmodSync(path.join(root, locked), 0o555);
      const was = JSON.stringify(snapshot(root));
      const ended = await start(program, { task: 'apply', root, asNobody: true });
      expectUntouched(ended, 'folder-not-writable', was);
      fs.chmodSync(path.join(root, locked), 0o755);
    },
  );

  test.runIf(isRoot)("git's own folder leaves everything as it was", async () => {
    own(root);
    execFileSync('chown', ['-R', '0:0', path.join(root, '.git')]);
    const was = JSON.stringify(snapshot(root));
    const ended = await start(program, { task: 'apply', root, asNobody: true });
    expectUntouched(ended, 'git-refused', was);
  });

  test.runIf(isRoot)(
    'a repository of another user is refused, and safe.directory named',
    async () => {
      execFileSync('chmod', ['-R', 'a+rwX', root]);
      const was = JSON.stringify(snapshot(root));
      const ended = await start(program, { task: 'apply', root, asNobody: true });
      expectUntouched(ended, 'git-refused', was);
      expect(ended.told?.result.error?.hint).toContain(`safe.directory ${root}`);
    },
  );
});

describe.runIf(isRoot && process.platform === 'linux')(
  'a file system',
  { timeout: 120_000 },
  () => {
    /** A tmpfs in the place of the repository, with so much room beside it. */
    async function onDisk(room: string, work: () => Promise<void>): Promise<void> {
      fs.rmSync(root, { recursive: true, force: true });
      fs.mkdirSync(root);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m,mode=755', 'tmpfs', root]);
      try {
        execFileSync('cp', ['-a', `${original}/.`, root]);
        if (room !== '') execFileSync('mount', ['-o', `remount,${room}`, root]);
        await work();
      } finally {
        execFileSync('umount', [root]);
      }
    }

    const used = (): { kilobytes: number; inodes: number } => {
      const [, sizes = ''] = execFileSync('df', ['--output=used,iused', '-k', root], {
        encoding: 'utf8',
      })
        .trim()
        .split('\n');
      const [kilobytes = 0, inodes = 0] = sizes.trim().split(/\s+/).map(Number);
      return { kilobytes, inodes };
    };

    test('that is full leaves everything as it was, however far it got', async () => {
      let [full, enough] = [0, 0];
      await onDisk('', async () => {
        const { kilobytes } = used();
        for (let room = 0; enough < 3; room += 4) {
          execFileSync('mount', ['-o', `remount,size=${kilobytes + room}k`, root]);
          const { told } = await start(program, { task: 'apply', root });
          const done = told?.result.ok === true;
          if (!done) expect(['disk-full', 'git-refused']).toContain(told?.result.error?.code);
          expect(stateOf(root)).toEqual(done ? after : before);
          tried += 1;
          if (done) enough += 3;
          else full += 1;
        }
      });
      expect(full).toBeGreaterThan(5);
    });

    test('that has no more room for files leaves everything as it was, however far it got', async () => {
      let full = 0;
      let done = false;
      await onDisk('', async () => {
        const { inodes } = used();
        for (let room = 0; !done; room += 1) {
          execFileSync('mount', ['-o', `remount,nr_inodes=${inodes + room}`, root]);
          const { told } = await start(program, { task: 'apply', root });
          done = told?.result.ok === true;
          if (!done) expect(['disk-full', 'git-refused']).toContain(told?.result.error?.code);
          expect(stateOf(root)).toEqual(done ? after : before);
          tried += 1;
          if (!done) full += 1;
        }
      });
      expect(full).toBeGreaterThan(20);
    });

    test('that is read-only leaves everything as it was', async () => {
      await onDisk('ro', async () => {
        const { told } = await start(program, { task: 'apply', root });
        expect(told?.result.error?.code).toBe('folder-not-writable');
        expect(stateOf(root)).toEqual(before);
      });
    });

    test('that became read-only after a kill is recovered when it is not any more', async () => {
      await onDisk('', async () => {
        await start(program, { task: 'apply', root, dieAt: Math.floor(operations * 0.75) });
        execFileSync('mount', ['-o', 'remount,ro', root]);
        const half = stateOf(root);
        expect(half).not.toBe(before);
        const { told } = await start(program, { task: 'recover', root });
        expect(told?.result.error?.code).toBe('folder-not-writable');
        expect(stateOf(root)).toBe(half);
        execFileSync('mount', ['-o', 'remount,rw', root]);
        expect(await recover(root)).toEqual({ ok: true, value: 'completed' });
        expect(stateOf(root)).toBe(after);
      });
    });
  },
);
