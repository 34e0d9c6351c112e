import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import {
  beginBranch,
  checkNewBranch,
  commitFiles,
  leaveBranch,
} from '../../../src/repository/git/branch.ts';

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'create-backend-branch-'));
  const settings = path.join(root, '.settings');
  fs.writeFileSync(settings, '[user]\n  name = Ada\n  email = ada@example.org\n');
  vi.stubEnv('GIT_CONFIG_GLOBAL', settings);
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
  git('init', '--quiet', '--initial-branch=main');
  write('.gitignore', '.settings\nsecret\n');
  write('a', 'one\n');
  git('add', '.');
  git('commit', '--quiet', '--message', 'first');
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(root, { recursive: true, force: true });
});

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
}

function write(file: string, content: string): void {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), content);
}

const newBranch = () => ({
  was: 'main',
  made: 'create-backend/upgrade-4.1.0',
  commit: git('rev-parse', 'HEAD'),
});

test('a branch begins where one is, and changes neither files nor what is staged', async () => {
  write('a', 'two\n');
  git('add', 'a');
  write('a', 'three\n');
  const branch = newBranch();
  expect((await beginBranch(root, branch)).ok).toBe(true);
  expect(git('branch', '--show-current')).toBe(branch.made);
  expect(git('show', ':a')).toBe('two');
  expect(fs.readFileSync(path.join(root, 'a'), 'utf8')).toBe('three\n');
});

test('leaving it again deletes it, unless something was committed on it', async () => {
  const branch = newBranch();
  await beginBranch(root, branch);
  expect((await leaveBranch(root, branch)).ok).toBe(true);
  expect(git('branch', '--format=%(refname:short)')).toBe('main');

  await beginBranch(root, branch);
  git('commit', '--quiet', '--allow-empty', '--message', 'work');
  expect(await leaveBranch(root, branch)).toMatchObject({
    ok: false,
    error: { code: 'git-refused' },
  });
  expect(git('branch', '--format=%(refname:short)')).toContain(branch.made);
});

test('a name that is taken, or that git does not allow, is refused', async () => {
  expect(await checkNewBranch(root, 'new')).toEqual({ ok: true, value: undefined });
  expect(await checkNewBranch(root, 'main')).toMatchObject({ error: { code: 'branch-exists' } });
  for (const name of ['a..b', '-x', '', 'a b', 'x.lock']) {
    expect(await checkNewBranch(root, name)).toMatchObject({ error: { code: 'invalid-branch' } });
  }
});

test('a commit holds the named files and nothing else that is staged or changed', async () => {
  write('a', 'two\n');
  write('new/b', 'b\n');
  write('other', 'staged\n');
  git('add', 'other');
  write('secret', 'ignored\n');
  const committed = await commitFiles(root, ['a', 'new/b', 'secret'], 'Upgrade');
  expect(committed).toEqual({
    ok: true,
    value: { kind: 'committed', commit: git('rev-parse', 'HEAD') },
  });
  expect(git('show', '--name-only', '--format=%s %an')).toBe('Upgrade Ada\n\na\nnew/b');
  expect(git('status', '--porcelain')).toBe('A  other');
});

test('a deleted file is committed as deleted, and hooks do not run', async () => {
  write('.git/hooks/pre-commit', '#!/bin/sh\ntouch ran\nexit 1\n');
  fs.chmodSync(path.join(root, '.git/hooks/pre-commit'), 0o755);
  fs.rmSync(path.join(root, 'a'));
  expect(await commitFiles(root, ['a'], 'Remove')).toMatchObject({ ok: true });
  expect(git('ls-files')).toBe('.gitignore');
  expect(fs.existsSync(path.join(root, 'ran'))).toBe(false);
});

test('what was removed from the index, or never committed, is no obstacle', async () => {
  write('b', 'b\n');
  git('rm', '--quiet', 'a');
  expect(await commitFiles(root, ['a', 'b', 'never/there'], 'Resolve')).toMatchObject({ ok: true });
  expect(git('show', '--name-status', '--format=')).toBe('D\ta\nA\tb');
});

test('without an identity the files are staged', async () => {
  fs.writeFileSync(path.join(root, '.settings'), '');
  vi.stubEnv('EMAIL', '');
  write('a', 'two\n');
  expect(await commitFiles(root, ['a'], 'Upgrade')).toEqual({
    ok: true,
    value: { kind: 'staged', reason: 'no-identity' },
  });
  expect(git('diff', '--cached', '--name-only')).toBe('a');
});

test('in a folder of a monorepo the paths are those of the folder', async () => {
  write('backend/x', 'x\n');
  write('x', 'x\n');
  expect(await commitFiles(path.join(root, 'backend'), ['x'], 'Upgrade')).toMatchObject({
    ok: true,
  });
  expect(git('show', '--name-only', '--format=')).toBe('backend/x');
});
