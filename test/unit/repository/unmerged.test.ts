import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Conflict } from '../../../src/repository/plan.ts';
import { applyPlan, nodeDisk, type Disk } from '../../../src/repository/transaction/index.ts';
import { makeFolder, put, writeOf } from '../../support/change-sample.ts';
import { git } from '../../support/scratch.ts';
import { index, snapshot } from '../../support/snapshot.ts';

let root: string;
beforeEach(() => {
  root = makeFolder('unmerged');
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const conflict = (file: string, sides: Partial<Conflict> = {}): Conflict => ({
  path: file,
  reason: 'both-changed',
  base: Buffer.from('base\n'),
  ours: Buffer.from('ours\n'),
  theirs: Buffer.from('theirs\n'),
  executable: false,
  ...sides,
});

function commit(folder: string, ...options: readonly string[]): void {
  git(folder, 'init', '--quiet', '--template=', ...options);
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'Begin');
}

const apply = (folder: string, conflicts: readonly Conflict[], disk: Disk = nodeDisk) =>
  applyPlan(folder, { writes: [], conflicts }, { disk, command: 'module' });

test('git shows a conflict as unmerged, with the three sides as they are', async () => {
  put(root, 'a.ts', 'ours\n');
  put(root, '.gitattributes', '* text eol=crlf\n*.bin filter=none\n');
  commit(root);
  const base = Buffer.from('line\r\n\0binary');
  expect(await apply(root, [conflict('a.ts', { base })])).toMatchObject({ ok: true });
  expect(git(root, 'status', '--porcelain')).toBe('UU a.ts\n');
  expect(git(root, 'cat-file', 'blob', ':1:a.ts')).toBe('line\r\n\0binary');
  expect(git(root, 'cat-file', 'blob', ':2:a.ts')).toBe('ours\n');
  expect(git(root, 'cat-file', 'blob', ':3:a.ts')).toBe('theirs\n');
  git(root, 'add', 'a.ts');
  expect(git(root, 'ls-files', '--unmerged')).toBe('');
});

test('a side that is missing has no stage, and an executable file stays one', async () => {
  put(root, 'bin/run', 'ours\n', 0o755);
  commit(root);
  await apply(root, [
    conflict('bin/run', { theirs: null, executable: true, reason: 'changed-and-deleted' }),
    conflict('new.ts', { base: null, reason: 'both-added' }),
  ]);
  expect(git(root, 'status', '--porcelain')).toBe('UD bin/run\nAA new.ts\n');
  expect(index(root)).toMatch(/^100755 \w+ 1\tbin\/run$/m);
});

test('in a folder of a larger work tree the paths are those of git, and other entries stay', async () => {
  put(root, 'services/shop/src/ä "b".ts', 'ours\n');
  put(root, 'src/a.ts', 'not ours\n');
  commit(root);
  const folder = path.join(root, 'services/shop');
  expect(await apply(folder, [conflict('src/ä "b".ts')])).toMatchObject({ ok: true });
  const unmerged = git(root, 'ls-files', '--unmerged', '-z');
  expect(
    unmerged.split('\0').filter((line) => line.endsWith('\tservices/shop/src/ä "b".ts')),
  ).toHaveLength(3);
  expect(git(root, 'status', '--porcelain', '--', 'src')).toBe('');
});

test('a repository with SHA-256 has it too', async () => {
  put(root, 'a.ts', 'ours\n');
  commit(root, '--object-format=sha256');
  expect(await apply(root, [conflict('a.ts')])).toMatchObject({ ok: true });
  expect(git(root, 'status', '--porcelain')).toBe('UU a.ts\n');
});

test('without git the files are written, and no index is asked for', async () => {
  const write = writeOf(root, { path: 'a.ts', content: 'a\n' });
  const plan = { writes: [write], conflicts: [conflict('a.ts')] };
  expect(await applyPlan(root, plan, { command: 'module' })).toMatchObject({ ok: true });
  expect(Object.keys(snapshot(root))).toEqual(['a.ts']);
});

test('where git is not installed the files are written all the same', async () => {
  const missing = { kind: 'missing', stdout: Buffer.alloc(0), stderr: '' } as const;
  const disk: Disk = { ...nodeDisk, git: async () => missing };
  expect(await apply(root, [conflict('a.ts')], disk)).toMatchObject({ ok: true });
});

test('the hooks and the watcher of the user are not run', async () => {
  put(root, 'a.ts', 'ours\n');
  commit(root);
  put(root, '.git/hooks/post-index-change', '#!/bin/sh\ntouch hooked\n', 0o755);
  git(root, 'config', 'core.fsmonitor', 'touch watched; false');
  expect(await apply(root, [conflict('a.ts')])).toMatchObject({ ok: true });
  expect(fs.readdirSync(root).sort()).toEqual(['.git', 'a.ts']);
});

test('an index that another git has locked for good leaves everything as it was, and names the lock', async () => {
  put(root, 'a.ts', 'ours\n');
  commit(root);
  const before = { tree: snapshot(root), index: index(root) };
  const write = writeOf(root, { path: 'a.ts', content: 'merged\n' });
  const lock = path.join(root, '.git/index.lock');
  fs.writeFileSync(lock, '');
  const plan = { writes: [write], conflicts: [conflict('a.ts')] };
  const result = await applyPlan(root, plan, { command: 'module' });
  expect(result).toMatchObject({
    ok: false,
    error: { code: 'git-refused', hint: expect.stringContaining(lock) },
  });
  fs.rmSync(lock);
  expect({ tree: snapshot(root), index: index(root) }).toEqual(before);
});

test('an index that another git has locked for a moment is waited for', async () => {
  put(root, 'a.ts', 'ours\n');
  commit(root);
  const lock = path.join(root, '.git/index.lock');
  let refused = 0;
  const disk: Disk = {
    ...nodeDisk,
    async git(folder, args, options) {
      const writes = args[0] === 'update-index';
      if (writes && refused === 0) fs.writeFileSync(lock, '');
      const run = await nodeDisk.git(folder, args, options);
      if (writes && run.kind === 'failed') refused += 1;
      if (writes) fs.rmSync(lock, { force: true });
      return run;
    },
  };
  expect(await apply(root, [conflict('a.ts')], disk)).toMatchObject({ ok: true });
  expect(refused).toBe(1);
  expect(git(root, 'status', '--porcelain')).toBe('UU a.ts\n');
});

test('while a plan is applied its journal does not show in git', async () => {
  put(root, 'a.ts', 'ours\n');
  commit(root);
  const seen: string[] = [];
  const disk: Disk = {
    ...nodeDisk,
    async flush() {
      expect(fs.existsSync(path.join(root, '.create-backend-journal'))).toBe(true);
      git(root, 'add', '--all');
      seen.push(git(root, 'status', '--porcelain'));
    },
  };
  expect(await apply(root, [conflict('a.ts')], disk)).toMatchObject({ ok: true });
  expect(seen).toEqual(['', '', '']);
});
