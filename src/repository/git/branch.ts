import fs from 'node:fs';

import { err, ok, type Result } from '../../blueprint/result.ts';
import { hasIdentity } from './initialise.ts';
import { runGit, type GitRun } from './run.ts';

/** Why git did not do what was asked. */
export interface BranchProblem {
  readonly code: 'invalid-branch' | 'branch-exists' | 'git-refused';
  readonly message: string;
  readonly hint: string | null;
}

/** The branch that was left for a new one, and the commit that both began at. */
export interface NewBranch {
  readonly was: string;
  readonly made: string;
  readonly commit: string;
}

/** Whether a branch of this name may be made here: a good name, and nobody's yet. */
export async function checkNewBranch(
  root: string,
  name: string,
): Promise<Result<void, BranchProblem>> {
  const good = await runGit(root, ['check-ref-format', `refs/heads/${name}`], { mode: 'read' });
  if (good.kind !== 'done' || name.startsWith('-')) {
    return err({
      code: 'invalid-branch',
      message: `${name} is no name that git allows for a branch.`,
      hint: 'Give another one: --branch <name>.',
    });
  }
  const there = await runGit(root, ['show-ref', '--verify', '--quiet', `refs/heads/${name}`], {
    mode: 'read',
  });
  if (there.kind !== 'done') return ok(undefined);
  return err({
    code: 'branch-exists',
    message: `There is a branch ${name} already.`,
    hint: `Give another name, --branch <name>, or delete it: git branch -D ${name}`,
  });
}

/** Begins a branch at the commit that is checked out; no file and no index entry changes. */
export async function beginBranch(
  root: string,
  branch: NewBranch,
): Promise<Result<void, BranchProblem>> {
  const ref = `refs/heads/${branch.made}`;
  return inTurn(root, [
    ['update-ref', '-m', 'create-backend: new branch', ref, branch.commit, ''],
    ['symbolic-ref', '-m', `create-backend: moving to ${branch.made}`, 'HEAD', ref],
  ]);
}

/** Goes back to the branch that was, and deletes the one that was made, where nothing was committed on it. */
export async function leaveBranch(
  root: string,
  branch: NewBranch,
): Promise<Result<void, BranchProblem>> {
  return inTurn(root, [
    [
      'symbolic-ref',
      '-m',
      `create-backend: moving back to ${branch.was}`,
      'HEAD',
      `refs/heads/${branch.was}`,
    ],
    ['update-ref', '-d', `refs/heads/${branch.made}`, branch.commit],
  ]);
}

export type Committed =
  | { readonly kind: 'committed'; readonly commit: string }
  /** The files are staged. */
  | { readonly kind: 'staged'; readonly reason: 'no-identity' };

/**
 * Commits these files of the repository as they are on disk, and no others. Hooks are not run;
 * what git ignores stays ignored. Without an identity the files are staged.
 */
export async function commitFiles(
  root: string,
  paths: readonly string[],
  message: string,
): Promise<Result<Committed, BranchProblem>> {
  const kept = await notIgnored(root, paths);
  const [inIndex, inCommit] = await Promise.all([
    listed(root, ['ls-files', '-z', '--cached']),
    listed(root, ['ls-tree', '-r', '-z', '--name-only', 'HEAD']),
  ]);
  const isThere = (path: string): boolean => inIndex.has(path) || fs.existsSync(`${root}/${path}`);
  const added = await onPaths(root, ['add', '--all'], kept.filter(isThere));
  if (added.kind !== 'done') return err(refusal(added.stderr));
  if (!(await hasIdentity(root))) return ok({ kind: 'staged', reason: 'no-identity' });
  const commit = ['commit', '--quiet', '--no-verify', '--only', '--message', message];
  const known = kept.filter((path) => isThere(path) || inCommit.has(path));
  const made = await onPaths(root, ['-c', 'commit.gpgSign=false', ...commit], known);
  if (made.kind !== 'done') return err(refusal(made.stderr));
  const head = await runGit(root, ['rev-parse', 'HEAD'], { mode: 'read' });
  return ok({ kind: 'committed', commit: head.stdout.toString('utf8').trim() });
}

function onPaths(
  root: string,
  command: readonly string[],
  paths: readonly string[],
): Promise<GitRun> {
  return runGit(root, [...command, '--pathspec-from-file=-', '--pathspec-file-nul'], {
    mode: 'write',
    input: paths.map((path) => `${path}\0`).join(''),
  });
}

async function listed(root: string, command: readonly string[]): Promise<ReadonlySet<string>> {
  const run = await runGit(root, command, { mode: 'read' });
  return new Set(run.stdout.toString('utf8').split('\0'));
}

/** `git add` refuses a list that names an ignored file which is not tracked. */
async function notIgnored(root: string, paths: readonly string[]): Promise<readonly string[]> {
  const run = await runGit(root, ['check-ignore', '--stdin', '-z'], {
    mode: 'read',
    input: paths.map((path) => `${path}\0`).join(''),
    // It refuses the setting; a portable path holds nothing that it could take for a pattern.
    environment: { GIT_LITERAL_PATHSPECS: '0' },
  });
  const ignored = new Set(run.stdout.toString('utf8').split('\0'));
  return paths.filter((path) => !ignored.has(path));
}

async function inTurn(
  root: string,
  commands: readonly (readonly string[])[],
): Promise<Result<void, BranchProblem>> {
  for (const command of commands) {
    const run = await runGit(root, command, { mode: 'write' });
    if (run.kind !== 'done') return err(refusal(run.stderr));
  }
  return ok(undefined);
}

function refusal(stderr: string): BranchProblem {
  return {
    code: 'git-refused',
    message: `git refused: ${stderr.replace(/^(fatal|error): /, '').split('\n')[0] ?? ''}`,
    hint: 'Mend that and run the command again; `git status` tells more.',
  };
}
