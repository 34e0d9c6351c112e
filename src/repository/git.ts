import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What became of git in a new repository. */
export type GitOutcome =
  | { readonly kind: 'committed' }
  | { readonly kind: 'initialised'; readonly reason: 'no-identity' }
  | {
      readonly kind: 'skipped';
      readonly reason: 'inside-a-repository' | 'git-missing' | 'has-git' | 'git-failed';
      readonly detail?: string;
    };

/**
 * Makes a git repository of a folder and commits what is in it; the user's hooks and templates are
 * not run. Without an identity the files are staged but not committed.
 */
export async function initialiseGit(folder: string, message: string): Promise<GitOutcome> {
  try {
    await git(folder, ['init', '--quiet', '--template=', '--initial-branch=main']);
    await git(folder, ['add', '--all']);
    if (!(await hasIdentity(folder))) return { kind: 'initialised', reason: 'no-identity' };
    await git(folder, [
      '-c',
      'commit.gpgSign=false',
      'commit',
      '--quiet',
      '--no-verify',
      '--message',
      message,
    ]);
    return { kind: 'committed' };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing) return { kind: 'skipped', reason: 'git-missing' };
    return {
      kind: 'skipped',
      reason: 'git-failed',
      detail: error instanceof Error ? error.message : String(error),
    };
  }
}

/** The root of the git work tree that a folder lies in; null where it lies in none, or git is missing. */
export async function enclosingRepository(folder: string): Promise<string | null> {
  try {
    return (await git(folder, ['rev-parse', '--show-toplevel'])).trim();
  } catch {
    return null;
  }
}

async function hasIdentity(folder: string): Promise<boolean> {
  try {
    await git(folder, ['-c', 'user.useConfigOnly=true', 'var', 'GIT_COMMITTER_IDENT']);
    await git(folder, ['-c', 'user.useConfigOnly=true', 'var', 'GIT_AUTHOR_IDENT']);
    return true;
  } catch {
    return false;
  }
}

async function git(folder: string, args: readonly string[]): Promise<string> {
  const quiet = [
    '-c',
    `core.hooksPath=${devNull}`,
    '-c',
    'core.fsmonitor=false',
    '-c',
    'core.autocrlf=false',
    '-c',
    'gc.auto=0',
  ];
  const { stdout } = await run('git', [...quiet, ...args], { cwd: folder, windowsHide: true });
  return stdout;
}
