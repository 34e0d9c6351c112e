import fs from 'node:fs';
import path from 'node:path';

import { err, ok, type Result } from '../../blueprint/result.ts';
import { runGit } from './run.ts';

/** What git says of the work tree that a repository lies in; nothing was changed to learn it. */
export interface GitState {
  /** absolute root of the work tree; the repository may lie deeper, in a monorepo */
  readonly workTree: string;
  /** absolute; where this work tree's index and HEAD are */
  readonly gitFolder: string;
  /** The path of the repository in the work tree, with `/` at its end; empty: they are the same. */
  readonly prefix: string;
  /** null: HEAD is detached */
  readonly branch: string | null;
  /** null: there is no commit yet */
  readonly commit: string | null;
  readonly isSubmodule: boolean;
  /** Whether executable bits on this disk mean anything. */
  readonly hasModes: boolean;
  /** Files of the last commit that a sparse checkout leaves out; relative to the repository's root. */
  readonly leftOut: readonly string[];
  /** What was begun and is not finished yet. */
  readonly underWay: UnderWay | null;
  /** Tracked files below the repository's root that differ from the last commit; paths relative to it. */
  readonly dirty: readonly string[];
  /** Files with conflicts that nobody has resolved yet; relative to the repository's root. */
  readonly unmerged: readonly string[];
}

export type UnderWay = 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'bisect' | 'am';

/** Why git would not answer, such as for a folder of another user. */
export interface GitRefusal {
  readonly code: 'unsafe-directory' | 'git-failed';
  readonly message: string;
}

/** Reads the state of git; null: there is no git here, or none on this machine. */
export async function gitState(root: string): Promise<Result<GitState | null, GitRefusal>> {
  const [places, status, modes] = await Promise.all([
    runGit(root, ['rev-parse', ...placesAsked], { mode: 'read' }),
    runGit(root, ['status', ...statusAsked, '--', '.'], { mode: 'read' }),
    runGit(root, ['config', '--type=bool', '--get', 'core.fileMode'], { mode: 'read' }),
  ]);
  if (places.kind === 'missing') return ok(null);
  if (places.kind === 'failed')
    return places.stderr.includes('not a git repository') ? ok(null) : refusal(places.stderr);
  if (status.kind !== 'done') return refusal(status.stderr);
  const [workTree = '', gitFolder = '', prefix = '', superproject = ''] = places.stdout
    .toString('utf8')
    .split(BETWEEN);
  return ok({
    workTree,
    gitFolder,
    prefix,
    isSubmodule: superproject !== '',
    hasModes: process.platform !== 'win32' && modes.stdout.toString('utf8').trim() !== 'false',
    leftOut: await leftOutIn(root, gitFolder),
    underWay: underWayIn(gitFolder),
    ...readStatus(status.stdout.toString('utf8'), prefix),
  });
}

const placesAsked = [
  '--show-toplevel',
  '--is-inside-work-tree',
  '--absolute-git-dir',
  '--is-inside-work-tree',
  '--show-prefix',
  '--is-inside-work-tree',
  '--show-superproject-working-tree',
];

/** A folder may have a line break in its name, and rev-parse knows no `-z`. */
const BETWEEN = '\ntrue\n';

const statusAsked = [
  '--porcelain=v2',
  '--branch',
  '-z',
  '--untracked-files=no',
  '--ignore-submodules=dirty',
  '--no-renames',
];

function refusal(stderr: string): Result<never, GitRefusal> {
  const unsafe = /dubious ownership/.test(stderr);
  return err({ code: unsafe ? 'unsafe-directory' : 'git-failed', message: stderr });
}

function underWayIn(gitFolder: string): UnderWay | null {
  const signs: readonly (readonly [string, UnderWay])[] = [
    ['rebase-merge', 'rebase'],
    ['rebase-apply/applying', 'am'],
    ['rebase-apply', 'rebase'],
    ['MERGE_HEAD', 'merge'],
    ['CHERRY_PICK_HEAD', 'cherry-pick'],
    ['REVERT_HEAD', 'revert'],
    ['BISECT_LOG', 'bisect'],
  ];
  return signs.find(([file]) => fs.existsSync(path.join(gitFolder, file)))?.[1] ?? null;
}

type Status = Pick<GitState, 'branch' | 'commit' | 'dirty' | 'unmerged'>;

/** Reads `git status --porcelain=v2 --branch -z` (git-status(1)). */
function readStatus(text: string, prefix: string): Status {
  const dirty: string[] = [];
  const unmerged: string[] = [];
  let branch: string | null = null;
  let commit: string | null = null;
  for (const entry of text.split('\0')) {
    const fields = entry.split(' ');
    const own = (from: number) => fields.slice(from).join(' ').slice(prefix.length);
    if (entry.startsWith('# branch.head ')) branch = entry.slice('# branch.head '.length);
    else if (entry.startsWith('# branch.oid ')) commit = entry.slice('# branch.oid '.length);
    else if (fields[0] === '1') dirty.push(own(8));
    else if (fields[0] === 'u') unmerged.push(own(10));
  }
  return {
    branch: branch === '(detached)' ? null : branch,
    commit: commit === '(initial)' ? null : commit,
    dirty,
    unmerged,
  };
}

/** Asked only where there is a sparse checkout at all. */
async function leftOutIn(root: string, gitFolder: string): Promise<readonly string[]> {
  if (!fs.existsSync(path.join(gitFolder, 'info', 'sparse-checkout'))) return [];
  const run = await runGit(root, ['ls-files', '-z', '-t', '--cached'], { mode: 'read' });
  const entries = run.stdout.toString('utf8').split('\0');
  return entries.filter((entry) => entry.startsWith('S ')).map((entry) => entry.slice(2));
}

/** Which of these files git tracks; paths relative to the folder. */
export async function tracked(
  root: string,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  const run = await runGit(root, ['ls-files', '-z', '--cached'], { mode: 'read' });
  const known = new Set(run.stdout.toString('utf8').split('\0'));
  return new Set(paths.filter((each) => known.has(each)));
}
