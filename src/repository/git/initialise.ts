import { runGit } from './run.ts';

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
  const first = [
    ['init', '--quiet', '--template=', '--initial-branch=main'],
    ['add', '--all'],
  ];
  for (const args of first) {
    const failure = await failureOf(folder, args);
    if (failure !== null) return failure;
  }
  if (!(await hasIdentity(folder))) return { kind: 'initialised', reason: 'no-identity' };
  const commit = ['commit', '--quiet', '--no-verify', '--message', message];
  const failure = await failureOf(folder, ['-c', 'commit.gpgSign=false', ...commit]);
  return failure ?? { kind: 'committed' };
}

/** The root of the git work tree that a folder lies in; null where it lies in none, or git is missing. */
export async function enclosingRepository(folder: string): Promise<string | null> {
  const run = await runGit(folder, ['rev-parse', '--show-toplevel'], { mode: 'read' });
  return run.kind === 'done' ? run.stdout.toString('utf8').trim() : null;
}

async function failureOf(folder: string, args: readonly string[]): Promise<GitOutcome | null> {
  const run = await runGit(folder, ['-c', 'core.autocrlf=false', ...args], { mode: 'write' });
  if (run.kind === 'done') return null;
  if (run.kind === 'missing') return { kind: 'skipped', reason: 'git-missing' };
  return { kind: 'skipped', reason: 'git-failed', detail: run.stderr };
}

/** Whether git knows who commits here. */
export async function hasIdentity(folder: string): Promise<boolean> {
  for (const identity of ['GIT_COMMITTER_IDENT', 'GIT_AUTHOR_IDENT']) {
    const args = ['-c', 'user.useConfigOnly=true', 'var', identity];
    const run = await runGit(folder, args, { mode: 'read' });
    if (run.kind !== 'done') return false;
  }
  return true;
}
