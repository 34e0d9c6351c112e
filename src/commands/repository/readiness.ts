import type { Result } from '../../blueprint/result.ts';
import type { GitRefusal, GitState, UnderWay } from '../../repository/git/state.ts';
import { err, exitCodes, ok, type CommandError, type Outcome } from '../command.ts';
import type { OpenOptions } from '../open-repository.ts';

/** Git as far as it can be used, and what is to be said where it cannot. */
export interface Readiness {
  readonly git: GitState | null;
  readonly notes: readonly string[];
}

/** Refuses to write where it could not be told apart, or undone, afterwards. */
export function refuseUnready(
  asked: Result<GitState | null, GitRefusal>,
  { writing, allowDirty }: OpenOptions,
): Outcome<Readiness> {
  if (!asked.ok) {
    if (writing) return err(gitRefused(asked.error));
    return ok({ git: null, notes: [`git could not be asked: ${firstLine(asked.error.message)}`] });
  }
  const git = asked.value;
  if (git === null) return ok({ git, notes: writing ? [withoutGit] : [] });
  if (!writing) return ok({ git, notes: [] });
  if (git.underWay !== null) return err(underWay(git.underWay));
  if (git.unmerged.length > 0) return err(unresolved(git.unmerged));
  if (git.leftOut.length > 0) return err(sparse(git.leftOut));
  const allowed = typeof allowDirty === 'boolean' ? [] : allowDirty;
  const dirty = allowDirty === true ? [] : git.dirty.filter((path) => !allowed.includes(path));
  if (dirty.length > 0) return err(dirtyTree(dirty));
  if (git.isSubmodule && git.branch === null && allowDirty !== true) return err(detachedSubmodule);
  const notes = git.branch === null ? ['HEAD is detached: make a branch before you commit.'] : [];
  return ok({ git, notes });
}

const withoutGit =
  'There is no git here: what is changed can be undone only by hand, and renamed files are not followed.';

function gitRefused({ code, message }: GitRefusal): CommandError {
  return {
    code: 'git-refused',
    message: `git refuses this repository: ${firstLine(message)}`,
    hint:
      code === 'unsafe-directory'
        ? 'The folder belongs to another user. If you trust it: git config --global --add safe.directory <folder>.'
        : 'See "git status".',
    exit: exitCodes.refused,
  };
}

/** How what was begun is ended, either way. */
const endings: Readonly<Record<UnderWay, string>> = {
  merge: 'git commit, or git merge --abort',
  rebase: 'git rebase --continue, or git rebase --abort',
  'cherry-pick': 'git cherry-pick --continue, or git cherry-pick --abort',
  revert: 'git revert --continue, or git revert --abort',
  bisect: 'git bisect reset',
  am: 'git am --continue, or git am --abort',
};

function underWay(what: UnderWay): CommandError {
  return {
    code: 'merging',
    message: `A ${what} is under way in this repository.`,
    hint: `End it first: ${endings[what]}.`,
    exit: exitCodes.refused,
  };
}

function unresolved(paths: readonly string[]): CommandError {
  return {
    code: 'unresolved-conflicts',
    message: `${paths.length === 1 ? 'A file has' : `${paths.length} files have`} unresolved conflicts:\n${listed(paths)}`,
    hint: 'Resolve them (git mergetool, or edit the files and git add them), commit, and run the command again.',
    exit: exitCodes.conflicts,
  };
}

function dirtyTree(paths: readonly string[]): CommandError {
  return {
    code: 'dirty-tree',
    message: `${counted(paths.length, 'file')} not committed:\n${listed(paths)}`,
    hint: 'Commit or stash them first, so that what is changed can be told apart and undone; or give --allow-dirty.',
    exit: exitCodes.refused,
  };
}

function sparse(paths: readonly string[]): CommandError {
  return {
    code: 'sparse-checkout',
    message: `A sparse checkout leaves files out that may have to change with the others:\n${listed(paths)}`,
    hint: 'Check everything out first: git sparse-checkout disable.',
    exit: exitCodes.refused,
  };
}

const detachedSubmodule: CommandError = {
  code: 'detached-submodule',
  message: 'This repository is a submodule whose HEAD is detached: a commit here would be lost.',
  hint: 'Check out a branch in it first (git switch <branch>), or give --allow-dirty.',
  exit: exitCodes.refused,
};

/** Files that git does not keep, and that would be changed: nothing could bring them back. */
export function untrackedInTheWay(paths: readonly string[]): CommandError {
  return {
    code: 'dirty-tree',
    message: `${paths.length === 1 ? 'A file' : `${paths.length} files`} would be changed that git does not keep:\n${listed(paths)}`,
    hint: 'Commit or move them first; or give --allow-dirty.',
    exit: exitCodes.refused,
  };
}

const shown = 10;

export function listed(paths: readonly string[]): string {
  const lines = paths.slice(0, shown).map((path) => `- ${path}`);
  return [...lines, ...(paths.length > shown ? [`and ${paths.length - shown} more`] : [])].join(
    '\n',
  );
}

const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? ' is' : 's are'}`;

const firstLine = (text: string): string => text.split('\n')[0] ?? '';
