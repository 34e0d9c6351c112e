import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Tree } from '../../../src/render/tree.ts';
import { blobHash } from '../../../src/repository/blob-hash.ts';
import { inspectTarget, STAGE } from '../../../src/repository/target.ts';
import { finishInterrupted, writeNewRepository } from '../../../src/repository/write-new.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'write-new-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const tree: Tree = new Map([
  ['.gitignore', { content: 'dist\n', executable: false, owner: 'tool' }],
  ['bin/run', { content: '#!/bin/sh\n', executable: true, owner: 'tool' }],
  ['src/a.ts', { content: 'export {};\n', executable: false, owner: 'team' }],
]);

const never = new AbortController().signal;

function listing(below: string): string[] {
  return fs
    .readdirSync(below, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(below, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    )
    .sort();
}

async function write(
  target: string,
  options: { signal?: AbortSignal; prepare?: (folder: string) => Promise<void> } = {},
) {
  const inspected = inspectTarget(target);
  if (!inspected.ok) throw new Error(inspected.error.message);
  return writeNewRepository(
    inspected.value,
    tree,
    options.signal ?? never,
    options.prepare ?? (async () => {}),
  );
}

test('an absent folder gets every file, its missing parents too, and keeps executable bits', async () => {
  const target = path.join(folder, 'deep', 'down', 'shop');
  expect((await write(target)).ok).toBe(true);
  expect(listing(target)).toEqual([...tree.keys()]);
  expect(fs.statSync(path.join(target, 'bin/run')).mode & 0o111).not.toBe(0);
  expect(fs.readdirSync(path.dirname(target))).toEqual(['shop']);
});

test('an empty folder keeps its identity, so that the shell standing in it stays where it is', async () => {
  const before = fs.statSync(folder).ino;
  expect((await write(folder)).ok).toBe(true);
  expect(fs.statSync(folder).ino).toBe(before);
  expect(listing(folder)).toEqual([...tree.keys()]);
});

test('a folder that holds only .git counts as empty, and .git is left as it was', async () => {
  execFileSync('git', ['init', '--quiet', folder]);
  const head = fs.readFileSync(path.join(folder, '.git/HEAD'), 'utf8');
  expect((await write(folder)).ok).toBe(true);
  expect(fs.readFileSync(path.join(folder, '.git/HEAD'), 'utf8')).toBe(head);
});

test('a failure on the way leaves nothing behind, made parents included', async () => {
  const result = await write(path.join(folder, 'deep', 'shop'), {
    prepare: async () => {
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    },
  });
  expect(result).toMatchObject({ ok: false, error: { code: 'disk-full' } });
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('cancelling leaves nothing behind', async () => {
  const controller = new AbortController();
  const result = await write(folder, {
    signal: controller.signal,
    prepare: async () => controller.abort(),
  });
  expect(result).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('the stage of a killed process is cleared away by the next run', async () => {
  const abandoned = path.join(folder, `.shop${STAGE}-999999999`);
  fs.mkdirSync(abandoned);
  fs.writeFileSync(path.join(abandoned, 'half'), '');
  expect((await write(path.join(folder, 'shop'))).ok).toBe(true);
  expect(fs.readdirSync(folder)).toEqual(['shop']);
});

test('an old stage is cleared away although its process id is in use again', async () => {
  const abandoned = path.join(folder, `.shop${STAGE}-1`);
  fs.mkdirSync(abandoned);
  const anHourAgo = Date.now() / 1000 - 3600;
  fs.utimesSync(abandoned, anHourAgo, anHourAgo);
  expect((await write(path.join(folder, 'shop'))).ok).toBe(true);
  expect(fs.readdirSync(folder)).toEqual(['shop']);
});

test('looking for an interrupted run in a path through a file finds none', () => {
  fs.writeFileSync(path.join(folder, 'file'), '');
  expect(finishInterrupted(path.join(folder, 'file', 'shop'))).toBe(false);
});

test('a stage that never became complete is removed, one that did is finished', () => {
  const content = path.join(folder, STAGE, 'content');
  fs.mkdirSync(content, { recursive: true });
  fs.writeFileSync(path.join(content, 'a'), 'a');
  expect(finishInterrupted(folder)).toBe(false);
  expect(fs.readdirSync(folder)).toEqual([]);

  fs.mkdirSync(content, { recursive: true });
  fs.writeFileSync(path.join(content, 'a'), 'a');
  fs.writeFileSync(path.join(folder, STAGE, 'complete'), '');
  expect(finishInterrupted(folder)).toBe(true);
  expect(fs.readdirSync(folder)).toEqual(['a']);
});

test.each([
  ['a file', (at: string) => fs.writeFileSync(at, ''), 'folder-is-a-file'],
  ['a symbolic link', (at: string) => fs.symlinkSync(folder, at), 'folder-is-a-link'],
  [
    'a folder with a file',
    (at: string) => (fs.mkdirSync(at), fs.writeFileSync(path.join(at, 'x'), '')),
    'folder-not-empty',
  ],
])('%s in the way is refused and named', (_, make, code) => {
  const target = path.join(folder, 'target');
  make(target);
  const result = inspectTarget(target);
  expect(result).toMatchObject({ ok: false, error: { code } });
  if (!result.ok) expect(result.error.message).toContain(target);
});

test('a path through a file is refused in words', async () => {
  fs.writeFileSync(path.join(folder, 'file'), '');
  const result = inspectTarget(path.join(folder, 'file', 'shop'));
  const outcome = result.ok ? await write(path.join(folder, 'file', 'shop')) : result;
  expect(outcome).toMatchObject({ ok: false, error: { code: 'folder-is-a-file' } });
});

test('the blob hash is the one git gives', () => {
  const text = 'Zürich\n';
  const git = execFileSync('git', ['hash-object', '--stdin'], {
    input: text,
    encoding: 'utf8',
  }).trim();
  expect(blobHash(text)).toBe(git);
});
