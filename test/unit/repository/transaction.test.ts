import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Write } from '../../../src/repository/plan.ts';
import { patiently } from '../../../src/repository/transaction/disk.ts';
import { applyPlan, recover } from '../../../src/repository/transaction/index.ts';
import { makeFolder, put, type SampleFile } from '../../support/change-sample.ts';
import { faultyDisk, healthyDisk } from '../../support/faulty-disk.ts';
import {
  applyAndDie,
  meanwhile,
  smallPlan,
  smallRepository,
} from '../../support/interrupted-change.ts';
import { commitAll, git } from '../../support/scratch.ts';
import { snapshot } from '../../support/snapshot.ts';

const JOURNAL = '.create-backend-journal';
const command = 'module';

let root: string;
beforeEach(() => {
  root = smallRepository();
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const planned = (files?: readonly SampleFile[]) => smallPlan(root, files);
const dieAfterRename = (nth: number) => applyAndDie(root, nth);

describe('what somebody has written meanwhile', () => {
  test('between plan and apply is kept, and nothing is written', async () => {
    const plan = planned();
    put(root, 'src/b.ts', 'mine\n');
    const before = snapshot(root);
    const result = await applyPlan(root, plan, { command });
    expect(result).toMatchObject({ ok: false, error: { code: 'changed-meanwhile' } });
    expect(result).toMatchObject({ error: { message: expect.stringContaining('src/b.ts') } });
    expect(snapshot(root)).toEqual(before);
  });

  test.each([
    ['a file that the plan creates', 'src/new/c.ts', 'mine\n'],
    ['a file that the plan deletes', 'gone.ts', 'mine\n'],
  ])('%s is kept', async (_, file, text) => {
    const plan = planned();
    put(root, file, text);
    const before = snapshot(root);
    const result = await applyPlan(root, plan, { command });
    expect(result).toMatchObject({ ok: false, error: { code: 'changed-meanwhile' } });
    expect(snapshot(root)).toEqual(before);
  });

  test('while the plan is applied is kept, and the rest is put back', async () => {
    const plan = planned();
    const disk = meanwhile(2, () => put(root, 'src/b.ts', 'mine\n'));
    const result = await applyPlan(root, plan, { disk, command });
    expect(result).toMatchObject({ ok: false, error: { code: 'changed-meanwhile' } });
    put(root, 'src/b.ts', 'b\n');
    expect(planned().writes).toEqual(plan.writes);
  });

  test('after a kill is kept: the refusal names file, pre-image and new content', async () => {
    await dieAfterRename(4);
    put(root, 'src/b.ts', 'mine\n');
    const before = snapshot(root);
    const result = await recover(root);
    expect(result).toMatchObject({
      ok: false,
      error: {
        code: 'changed-meanwhile',
        message: expect.stringContaining(
          `src/b.ts (before: ${JOURNAL}/old/2; after: ${JOURNAL}/new/2)`,
        ),
        hint: expect.stringContaining(`delete the folder ${JOURNAL}`),
      },
    });
    expect(fs.readFileSync(path.join(root, JOURNAL, 'old/2'), 'utf8')).toBe('b\n');
    expect(fs.readFileSync(path.join(root, JOURNAL, 'new/2'), 'utf8')).toBe('B\n');
    expect(without(JOURNAL, snapshot(root))).toEqual(without(JOURNAL, before));
  });

  test('after a kill may be put right as the refusal says', async () => {
    await dieAfterRename(4);
    put(root, 'src/b.ts', 'mine\n');
    expect((await recover(root)).ok).toBe(false);
    fs.copyFileSync(path.join(root, JOURNAL, 'old/2'), path.join(root, 'src/b.ts'));
    expect(await recover(root)).toEqual({ ok: true, value: 'completed' });
    expect(fs.readFileSync(path.join(root, 'src/b.ts'), 'utf8')).toBe('B\n');
  });

  test('files that were put back with git after a kill make the whole go back', async () => {
    const before = snapshot(root);
    await dieAfterRename(4);
    put(root, 'src/a.ts', 'a\n');
    expect(await recover(root)).toEqual({ ok: true, value: 'rolled-back' });
    expect(snapshot(root)).toEqual(before);
  });

  test('a folder that is emptied but for a file of somebody else stays', async () => {
    put(root, 'deep/down/gone.ts', 'gone\n');
    put(root, 'deep/.DS_Store', 'theirs\n');
    const plan = planned([{ path: 'deep/down/gone.ts', content: null }]);
    expect((await applyPlan(root, plan, { command })).ok).toBe(true);
    expect(Object.keys(snapshot(path.join(root, 'deep')))).toEqual(['.DS_Store']);
  });

  test('a file that is put into an emptied folder at the last moment stays', async () => {
    put(root, 'deep/gone.ts', 'gone\n');
    const plan = planned([{ path: 'deep/gone.ts', content: null }]);
    const disk = meanwhile(2, () => put(root, 'deep/mine.ts', 'mine\n'));
    expect((await applyPlan(root, plan, { disk, command })).ok).toBe(true);
    expect(Object.keys(snapshot(path.join(root, 'deep')))).toEqual(['mine.ts']);
  });
});

function without(prefix: string, tree: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).filter(([at]) => !at.startsWith(prefix)));
}

const unsafe = [
  '../outside.ts',
  'src/../../outside.ts',
  '/etc/passwd',
  './src/a.ts',
  'src//a.ts',
  'src/',
  '',
  '.git/config',
  '.GIT/config',
  'sub/.git/hooks/post-checkout',
  '.git./config',
  '.git /config',
  '.git::$INDEX_ALLOCATION/config',
  'git~1/config',
  '.g\u200cit/config',
  'C:\\Windows\\x',
  'src\\..\\..\\x',
  'nul\0byte',
  `${JOURNAL}/ready.json`,
  '.Create-Backend-Journal/ready.json',
];

describe('a path that leads elsewhere', () => {
  test.each(unsafe)('%j is refused', async (file) => {
    const before = snapshot(root);
    const write: Write = {
      path: file,
      before: null,
      after: { bytes: Buffer.from('x'), executable: true },
    };
    const result = await applyPlan(root, { writes: [write], conflicts: [] }, { command });
    expect(result).toMatchObject({ ok: false, error: { code: 'path-refused' } });
    expect(snapshot(root)).toEqual(before);
  });

  test.each(unsafe)('%j is refused in the journal of a killed run', async (file) => {
    await dieAfterRename(2);
    const manifest = path.join(root, JOURNAL, 'ready.json');
    const told = JSON.parse(fs.readFileSync(manifest, 'utf8'));
    told.steps[3].path = file;
    fs.writeFileSync(manifest, JSON.stringify(told));
    const before = snapshot(root);
    expect(await recover(root)).toMatchObject({ ok: false, error: { code: 'journal-damaged' } });
    expect(without(JOURNAL, snapshot(root))).toEqual(without(JOURNAL, before));
  });

  test('a name that only looks like it is written', async () => {
    const plan = planned([
      { path: '.github/workflows/ci.yml', content: 'on: push\n' },
      { path: '.gitignore', content: 'dist\n' },
      { path: 'src/[id].ts', content: 'export {};\n' },
    ]);
    expect(await applyPlan(root, plan, { command })).toEqual({ ok: true, value: undefined });
    expect(planned().writes).not.toEqual(plan.writes);
  });
});

describe('a symbolic link', () => {
  let outside: string;
  beforeEach(() => {
    outside = makeFolder('outside');
    put(outside, 'a.ts', 'a\n');
    put(outside, 'b.ts', 'b\n');
  });
  afterEach(() => fs.rmSync(outside, { recursive: true, force: true }));

  const replaceBy = (at: string, target: string): void => {
    fs.rmSync(path.join(root, at), { recursive: true, force: true });
    fs.symlinkSync(target, path.join(root, at));
  };

  test.each([
    ['in the place of the file', 'src/a.ts', () => path.join(outside, 'a.ts')],
    ['in the place of a folder above it', 'src', () => outside],
    ['in the place of a file that is deleted', 'gone.ts', () => path.join(outside, 'a.ts')],
    ['that dangles where a file is created', 'src/new', () => path.join(outside, 'nowhere')],
  ])('%s is refused and not followed', async (_, at, target) => {
    const plan = planned();
    replaceBy(at, target());
    const elsewhere = snapshot(outside);
    const before = snapshot(root);
    const result = await applyPlan(root, plan, { command });
    expect(result).toMatchObject({ ok: false, error: { code: 'path-is-a-link' } });
    expect(snapshot(outside)).toEqual(elsewhere);
    expect(snapshot(root)).toEqual(before);
  });

  test('that comes between the check and the writing is not followed', async () => {
    const plan = planned();
    const elsewhere = snapshot(outside);
    const disk = meanwhile(2, () => replaceBy('src', outside));
    const result = await applyPlan(root, plan, { disk, command });
    expect(result).toMatchObject({ ok: false, error: { code: 'path-is-a-link' } });
    expect(snapshot(outside)).toEqual(elsewhere);
    expect(fs.readFileSync(path.join(root, 'gone.ts'), 'utf8')).toBe('gone\n');
  });

  test('that comes after a kill is not followed', async () => {
    await dieAfterRename(3);
    replaceBy('src', outside);
    const elsewhere = snapshot(outside);
    expect(await recover(root)).toMatchObject({ ok: false, error: { code: 'path-is-a-link' } });
    expect(snapshot(outside)).toEqual(elsewhere);
  });

  test('in the place of the journal is refused', async () => {
    fs.symlinkSync(outside, path.join(root, JOURNAL));
    const elsewhere = snapshot(outside);
    for (const result of [await recover(root), await applyPlan(root, planned(), { command })]) {
      expect(result).toMatchObject({ ok: false, error: { code: 'journal-damaged' } });
    }
    expect(snapshot(outside)).toEqual(elsewhere);
  });

  test('in the place of what is staged is not put into the repository', async () => {
    await dieAfterRename(2);
    replaceBy(`${JOURNAL}/new/1`, path.join(outside, 'a.ts'));
    const result = await recover(root);
    expect(result).toEqual({ ok: true, value: 'rolled-back' });
    expect(fs.lstatSync(path.join(root, 'src/a.ts')).isFile()).toBe(true);
    expect(fs.readFileSync(path.join(root, 'src/a.ts'), 'utf8')).toBe('a\n');
  });
});

describe('a journal that was tampered with', () => {
  test.each(['new', 'old', 'sides'])('so that its folder %s is a link is refused', async (name) => {
    await dieAfterRename(2);
    const outside = makeFolder('outside');
    fs.cpSync(path.join(root, JOURNAL, name), outside, { recursive: true });
    fs.rmSync(path.join(root, JOURNAL, name), { recursive: true });
    fs.symlinkSync(outside, path.join(root, JOURNAL, name), 'junction');
    const [before, beyond] = [without(JOURNAL, snapshot(root)), snapshot(outside)];
    expect(await recover(root)).toMatchObject({ ok: false, error: { code: 'journal-damaged' } });
    expect(without(JOURNAL, snapshot(root))).toEqual(before);
    expect(snapshot(outside)).toEqual(beyond);
  });

  test('or that somebody committed is not carried out', async () => {
    await dieAfterRename(2);
    commitAll(root);
    git(root, 'add', '--force', JOURNAL);
    const before = without(JOURNAL, snapshot(root));
    expect(await recover(root)).toMatchObject({
      ok: false,
      error: { code: 'journal-damaged', message: expect.stringContaining('git tracks') },
    });
    expect(without(JOURNAL, snapshot(root))).toEqual(before);

    git(root, 'rm', '-r', '--quiet', '--cached', JOURNAL);
    expect(await recover(root)).toEqual({ ok: true, value: 'completed' });
  });

  test('in what is staged is undone, not applied', async () => {
    const before = snapshot(root);
    await dieAfterRename(3);
    fs.writeFileSync(path.join(root, JOURNAL, 'new/2'), 'evil\n');
    expect(await recover(root)).toEqual({ ok: true, value: 'rolled-back' });
    expect(snapshot(root)).toEqual(before);
  });

  test('in what is staged and in the pre-images is left alone', async () => {
    await dieAfterRename(4);
    fs.writeFileSync(path.join(root, JOURNAL, 'new/2'), 'evil\n');
    fs.writeFileSync(path.join(root, JOURNAL, 'old/1'), 'evil\n');
    const before = without(JOURNAL, snapshot(root));
    expect(await recover(root)).toMatchObject({ ok: false, error: { code: 'journal-damaged' } });
    expect(without(JOURNAL, snapshot(root))).toEqual(before);
  });

  test.each([
    ['no JSON', 'evil'],
    ['another shape', '{"format":1,"steps":"all"}'],
    ['the prototype of everything', '{"__proto__":{"format":1},"steps":[]}'],
    ['a mode that sets the user id', (text: string) => text.replace('"mode": 420', '"mode": 2541')],
    [
      'an index entry that injects',
      (text: string) =>
        text.replace(
          '"index": []',
          '"index": [{"path":"a","before":[],"after":["100644 x\\u0000y 1"]}]',
        ),
    ],
  ])('in its manifest, to %s, is refused', async (_, change) => {
    await dieAfterRename(2);
    const manifest = path.join(root, JOURNAL, 'ready.json');
    const text = fs.readFileSync(manifest, 'utf8');
    const changed = typeof change === 'string' ? change : change(text);
    expect(changed).not.toBe(text);
    fs.writeFileSync(manifest, changed);
    expect(await recover(root)).toMatchObject({ ok: false, error: { code: 'journal-damaged' } });
  });
});

test('what died while it began leaves nothing behind', async () => {
  const before = snapshot(root);
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  put(root, `${JOURNAL}-${gone}-0123456789ab/owner-0-0/holder.json`, '{');
  expect(await recover(root)).toEqual({ ok: true, value: 'nothing' });
  expect(snapshot(root)).toEqual(before);
});

test('cancelling leaves everything as it was', async () => {
  const before = snapshot(root);
  for (const nth of [1, 2]) {
    const controller = new AbortController();
    const disk = meanwhile(nth, () => controller.abort('SIGINT'));
    const { signal } = controller;
    const result = await applyPlan(root, planned(), { disk, command, signal });
    expect(result).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(snapshot(root)).toEqual(before);
  }
});

test('what cannot be put back is told, and put back by the next start', async () => {
  const before = snapshot(root);
  const counting = healthyDisk();
  const copy = makeFolder('counted');
  fs.cpSync(root, copy, { recursive: true });
  expect((await applyPlan(copy, planned(), { disk: counting, command })).ok).toBe(true);
  fs.rmSync(copy, { recursive: true });

  const disk = faultyDisk(counting.count() - 60, { kind: 'error', code: 'EIO', lasting: true });
  const result = await applyPlan(root, planned(), { disk, command });
  expect(result).toMatchObject({
    ok: false,
    error: { code: 'half-done', hint: expect.stringContaining(JOURNAL) },
  });
  expect((await recover(root)).ok).toBe(true);
  const now = snapshot(root);
  expect([before['gone.ts'], undefined]).toContain(now['gone.ts']);
  expect(Object.keys(now)).not.toContain(JOURNAL);
});

test('a file that changes only the case of its name is moved', async () => {
  const plan = planned([
    { path: 'src/a.ts', content: null },
    { path: 'src/A.ts', content: 'a\n' },
  ]);
  expect((await applyPlan(root, plan, { command })).ok).toBe(true);
  expect(fs.readdirSync(path.join(root, 'src')).sort()).toEqual(['A.ts', 'b.ts']);
});

test('an empty plan touches nothing', async () => {
  const before = fs.statSync(root).mtimeMs;
  expect((await applyPlan(root, { writes: [], conflicts: [] }, { command })).ok).toBe(true);
  expect(fs.statSync(root).mtimeMs).toBe(before);
});

test('a file that a scanner holds on Windows is tried again, and given up after a while', () => {
  const locked = Object.assign(new Error('busy'), { code: 'EBUSY', syscall: 'rename' });
  const failing = (times: number) => () => {
    times -= 1;
    if (times >= 0) throw locked;
    return 'done';
  };
  expect(patiently(failing(2), [1, 1])).toBe('done');
  expect(() => patiently(failing(3), [1, 1])).toThrow(locked);
});
