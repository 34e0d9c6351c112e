import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { applyPlan, recover } from '../../src/repository/transaction/index.ts';
import { makeFolder, makeRepository, planFor, put, writeOf } from '../support/change-sample.ts';
import type { Sample, SampleFile } from '../support/change-sample.ts';
import {
  faultyDisk,
  healthyDisk,
  Killed,
  type Fault,
  type FaultyDisk,
} from '../support/faulty-disk.ts';
import { index, snapshot } from '../support/snapshot.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const command = 'module';

let folder: string;
let tried = 0;
beforeAll(() => (folder = makeFolder('transaction', 'in memory')));
afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
  console.log(`transaction: ${tried} points of failure tried (SEED=${seed})`);
});

/** A repository, what is to be done to it, and how it is before and after. */
interface Case {
  readonly original: string;
  readonly plan: Sample;
  readonly before: string;
  readonly after: string;
  /** of a run in which nothing goes wrong */
  readonly operations: number;
}

const stateOf = (root: string, { conflicts }: Sample): string =>
  JSON.stringify({ tree: snapshot(root), index: conflicts.length > 0 && index(root) }, null, 1);

function copy(original: string): string {
  const root = path.join(folder, 'copy');
  fs.rmSync(root, { recursive: true, force: true });
  fs.cpSync(original, root, { recursive: true });
  return root;
}

async function caseOf(original: string, plan: Sample): Promise<Case> {
  const root = copy(original);
  const before = stateOf(root, plan);
  const disk = healthyDisk();
  expect(await applyPlan(root, plan, { disk, command })).toEqual({ ok: true, value: undefined });
  return { original, plan, before, after: stateOf(root, plan), operations: disk.count() };
}

/** A run that may end in the middle, as a process does: with nothing said. */
async function run(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
}

const where = (disk: FaultyDisk, at: number): string => `operation ${at}: ${disk.fell()}`;

/** Does to a repository what may go wrong, as often as told, and looks at it each time. */
async function each(
  sample: Case,
  points: Iterable<number>,
  break_: (root: string, at: number) => Promise<{ told: string; allowed: readonly string[] }>,
): Promise<void> {
  let root = copy(sample.original);
  for (const at of points) {
    const { told, allowed } = await break_(root, at);
    const now = stateOf(root, sample.plan);
    if (!allowed.includes(now)) expect(now, told).toEqual(allowed[0]);
    tried += 1;
    if (now !== sample.before) root = copy(sample.original);
  }
}

function killed(sample: Case, points: Iterable<number>, fault: Fault): Promise<void> {
  const { before, after, plan } = sample;
  return each(sample, points, async (root, at) => {
    const disk = faultyDisk(at, fault);
    await run(applyPlan(root, plan, { disk, command }));
    const told = where(disk, at);
    expect(await recover(root, healthyDisk()), told).toMatchObject({ ok: true });
    return { told, allowed: [before, after] };
  });
}

/** What is refused leaves everything as it was at once; what is done is done. */
function failing(sample: Case, points: Iterable<number>, code: string): Promise<void> {
  const { before, after, plan } = sample;
  return each(sample, points, async (root, at) => {
    const disk = faultyDisk(at, { kind: 'error', code });
    const result = await applyPlan(root, plan, { disk, command });
    // What could not be cleaned up at once has nothing of the repository in it.
    for (const name of fs.readdirSync(root)) {
      if (!name.startsWith('.create-backend-journal-')) continue;
      fs.rmSync(path.join(root, name), { recursive: true });
    }
    return { told: where(disk, at), allowed: [result.ok ? after : before] };
  });
}

const upTo = (end: number): number[] => Array.from({ length: end }, (_, at) => at);

describe('a plan with everything in it', { timeout: 120_000 }, () => {
  let conflicting: Case;
  let withoutGit: Case;
  beforeAll(async () => {
    const original = path.join(folder, 'original');
    makeRepository(original);
    const plan = planFor(original);
    // Each look at the index is a process: few files beside the conflicts.
    const few = plan.writes.filter(({ path }) => /conflict|update|old-name|new/.test(path));
    conflicting = await caseOf(original, { writes: few, conflicts: plan.conflicts });
    const bare = path.join(folder, 'without-git');
    fs.cpSync(original, bare, { recursive: true });
    fs.rmSync(path.join(bare, '.git'), { recursive: true });
    withoutGit = await caseOf(bare, { ...plan, conflicts: [] });
  });

  test('changes what it says', () => {
    expect(conflicting.after).toMatch(/ 1\\tconflict\.ts/);
    expect(withoutGit.after).not.toEqual(withoutGit.before);
    expect(withoutGit.operations).toBeGreaterThan(200);
  });

  test.each([{ kind: 'kill' }, { kind: 'kill-half-way' }] as const)(
    'and a $kind at every operation is finished or undone',
    (fault) => killed(withoutGit, upTo(withoutGit.operations), fault),
  );

  test.each([{ kind: 'kill' }, { kind: 'kill-half-way' }] as const)(
    'and a $kind at every operation is finished or undone, the index of git too',
    (fault) => killed(conflicting, upTo(conflicting.operations), fault),
  );

  test('and a kill at every operation of putting back is undone all the same', async () => {
    // The last rename fails, and the process dies somewhere on its way back.
    const { before, after, plan, operations } = withoutGit;
    const later = upTo(400).slice(1);
    let ends = 0;
    await each(withoutGit, later, async (root, thenKillAfter) => {
      const disk = faultyDisk(operations - 100, { kind: 'error', code: 'EIO', thenKillAfter });
      await run(applyPlan(root, plan, { disk, command }));
      if (disk.count() < operations - 100 + thenKillAfter) ends += 1;
      const told = `${where(disk, operations - 100)}, dead ${thenKillAfter} later`;
      expect(await recover(root, healthyDisk()), told).toMatchObject({ ok: true });
      return { told, allowed: [before, after] };
    });
    expect(ends, 'so that every operation on the way back was one to die at').toBeGreaterThan(0);
  });

  test(`and a recovery that is killed is recovered from (SEED=${seed})`, async () => {
    const { before, after, plan, operations } = withoutGit;
    const again = fc.sample(fc.nat({ max: 300 }), { seed, numRuns: operations });
    await each(withoutGit, upTo(operations), async (root, at) => {
      const first = faultyDisk(at, { kind: 'kill' });
      await run(applyPlan(root, plan, { disk: first, command }));
      const second = faultyDisk(again[at] ?? 0, { kind: 'kill' });
      await run(recover(root, second));
      const told = `${where(first, at)}; ${where(second, again[at] ?? 0)}`;
      expect(await recover(root, healthyDisk()), told).toMatchObject({ ok: true });
      return { told, allowed: [before, after] };
    });
  });

  test.each(['ENOSPC', 'EACCES', 'EROFS', 'EIO'])(
    'and %s at any operation leaves everything as it was',
    (code) => failing(withoutGit, upTo(withoutGit.operations), code),
  );

  test('and a failure at any operation leaves everything as it was, the index of git too', () =>
    failing(conflicting, upTo(conflicting.operations), 'EIO'));

  test.each(['ENOSPC', 'EROFS'])(
    'and %s that stays is mended by the next start on a disk that works',
    (code) =>
      killed(withoutGit, upTo(withoutGit.operations), { kind: 'error', code, lasting: true }),
  );
});

/** Few names, so that files become folders and folders files. */
const name = fc.constantFrom('a', 'b', 'c');
const file = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
const content = fc.string({ maxLength: 40 });
const mode = fc.constantFrom(0o644, 0o755, 0o600, 0o700, 0o664);

/** Drops each path that needs another one as its folder. */
function fitting<T>(files: readonly (readonly [string, T])[]): Map<string, T> {
  const kept = new Map<string, T>();
  for (const [path, value] of files) {
    const clashes = [...kept.keys()].some(
      (other) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`),
    );
    if (!clashes) kept.set(path, value);
  }
  return kept;
}

const tree = fc.array(fc.tuple(file, fc.tuple(content, mode)), { maxLength: 10 }).map(fitting);

test(
  `any plan is carried out, and is finished or undone wherever it is killed (SEED=${seed})`,
  { timeout: 300_000 },
  async () => {
    const original = path.join(folder, 'random');
    await fc.assert(
      fc.asyncProperty(tree, tree, fc.nat(), async (before, after, number) => {
        fs.rmSync(original, { recursive: true, force: true });
        fs.mkdirSync(original);
        for (const [at, [text, bits]] of before) put(original, at, text, bits);
        const files = [...new Set([...before.keys(), ...after.keys()])].map((at): SampleFile => {
          const [text, bits] = after.get(at) ?? [null, 0];
          return { path: at, content: text, executable: (bits & 0o100) !== 0 };
        });
        const writes = files.map((each) => writeOf(original, each));
        const sample = await caseOf(original, { writes, conflicts: [] });
        expect(contents(path.join(folder, 'copy'))).toEqual(
          Object.fromEntries([...after].map(([at, [text]]) => [at, text])),
        );
        // Not every operation of every plan: others in every run.
        const step = Math.max(1, Math.ceil(sample.operations / 10));
        const points = upTo(sample.operations).filter((at) => at % step === number % step);
        await killed(sample, points, { kind: number % 2 === 0 ? 'kill' : 'kill-half-way' });
        await failing(sample, points, 'EIO');
      }),
      { seed, numRuns: 150, endOnFailure: true },
    );
  },
);

/** Path → text of every file below a folder. */
function contents(root: string): Record<string, string> {
  const files = Object.entries(snapshot(root)).filter(([, entry]) => entry.startsWith('file'));
  return Object.fromEntries(
    files.map(([at]) => [at, fs.readFileSync(path.join(root, at), 'utf8')]),
  );
}
