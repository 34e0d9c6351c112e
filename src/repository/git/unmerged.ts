import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

import { err, ok, type Result } from '../../blueprint/result.ts';
import type { FolderError } from '../folder-error.ts';
import type { GitRun, runGit } from './run.ts';

/** The entries of one path in git's index, each `<mode> <object> <stage>`; none: it is not there. */
export type Stages = readonly string[];

/** What becomes of the entries of one path. */
export interface IndexEntry {
  /** from the root of the work tree, as git stores it */
  readonly path: string;
  readonly before: Stages;
  readonly after: Stages;
}

/** A file that could not be merged, and where the sides lie that there are. */
export interface Sides {
  /** from the folder that git is run in */
  readonly path: string;
  readonly executable: boolean;
  /** files, from the folder that git is run in: 1 base, 2 ours, 3 theirs */
  readonly sides: readonly { readonly stage: 1 | 2 | 3; readonly file: string }[];
}

type Git = typeof runGit;

/**
 * Stores the sides of conflicts as objects and says which entries will mark them unmerged; the index
 * is not touched yet. Nothing where the folder lies in no work tree, or git is missing.
 */
export async function prepareUnmerged(
  git: Git,
  folder: string,
  conflicts: readonly Sides[],
): Promise<Result<readonly IndexEntry[], FolderError>> {
  const where = await git(folder, ['rev-parse', '--is-inside-work-tree', '--show-prefix'], {
    mode: 'read',
  });
  if (where.kind === 'missing' || isNoRepository(where)) return ok([]);
  if (where.kind === 'failed') return err(gitRefused(folder, where));
  const [inside, ...prefix] = where.stdout.toString('utf8').replace(/\n$/, '').split('\n');
  if (inside !== 'true') return ok([]);

  const stored = await storeObjects(
    git,
    folder,
    conflicts.flatMap(({ sides }) => sides),
  );
  if (!stored.ok) return stored;
  const objects = stored.value.values();
  const unmerged = conflicts.map(({ path, executable, sides }) => ({
    path: `${prefix.join('\n')}${path}`,
    after: sides.map(
      ({ stage }) => `${executable ? '100755' : '100644'} ${objects.next().value} ${stage}`,
    ),
  }));

  const now = await readStages(
    git,
    folder,
    unmerged.map(({ path }) => path),
  );
  if (!now.ok) return now;
  return ok(unmerged.map((entry) => ({ ...entry, before: now.value.get(entry.path) ?? [] })));
}

/** The ids of files stored as they are: filters (line ends, large files) are for what is committed. */
async function storeObjects(
  git: Git,
  folder: string,
  files: readonly { readonly file: string }[],
): Promise<Result<readonly string[], FolderError>> {
  const ids: string[] = [];
  // As arguments, not as `--stdin-paths`, which counts from the root of the work tree; a few at a
  // time, because Windows limits a command line.
  for (let at = 0; at < files.length; at += 200) {
    const some = files.slice(at, at + 200).map(({ file }) => file);
    const args = ['hash-object', '-w', '--no-filters', '--', ...some];
    const stored = await git(folder, args, { mode: 'write' });
    if (stored.kind !== 'done') return err(gitRefused(folder, stored));
    ids.push(...stored.stdout.toString('utf8').trim().split('\n'));
  }
  return ok(ids);
}

/**
 * Puts the entries of paths in the index forward or back, all of them or none. A path whose entries
 * are neither has been taken in hand by somebody (`git add`), and is left to them.
 */
export async function turnIndex(
  git: Git,
  folder: string,
  entries: readonly IndexEntry[],
  direction: 'forward' | 'back',
): Promise<Result<void, FolderError>> {
  if (entries.length === 0) return ok(undefined);
  const now = await readStages(
    git,
    folder,
    entries.map(({ path }) => path),
  );
  if (!now.ok) return now;
  const due = entries.filter(({ path, before, after }) =>
    isDeepStrictEqual(now.value.get(path), direction === 'forward' ? before : after),
  );
  return due.length === 0 ? ok(undefined) : writeStages(git, folder, due, direction);
}

/** The entries that paths have in the index now. */
async function readStages(
  git: Git,
  folder: string,
  paths: readonly string[],
): Promise<Result<ReadonlyMap<string, Stages>, FolderError>> {
  const found = new Map<string, string[]>(paths.map((path) => [path, []]));
  const listed = await git(folder, ['ls-files', '--stage', '-z', '--full-name', ':/'], {
    mode: 'read',
    environment: { GIT_LITERAL_PATHSPECS: '0' },
  });
  if (listed.kind !== 'done') return err(gitRefused(folder, listed));
  for (const line of listed.stdout.toString('utf8').split('\0')) {
    const tab = line.indexOf('\t');
    found.get(line.slice(tab + 1))?.push(line.slice(0, tab));
  }
  return ok(found);
}

async function writeStages(
  git: Git,
  folder: string,
  entries: readonly IndexEntry[],
  direction: 'forward' | 'back',
): Promise<Result<void, FolderError>> {
  const input = entries
    .flatMap(({ path, before, after }) => [
      `0 ${noObject([...before, ...after])}\t${path}\0`,
      ...(direction === 'forward' ? after : before).map((stage) => `${stage}\t${path}\0`),
    ])
    .join('');
  for (let attempt = 1; ; attempt += 1) {
    const run = await git(folder, ['update-index', '-z', '--index-info'], { mode: 'write', input });
    if (run.kind === 'done') return ok(undefined);
    // Another git, perhaps the one that a killed run of ours had started, is just at it.
    if (attempt === 20 || !LOCKED.test(run.stderr)) return err(gitRefused(folder, run));
    await pause(100);
  }
}

const LOCKED = /'([^'\n]*index\.lock)': File exists/;

/** Zeros, as many as the ids of this repository have digits. */
const noObject = (stages: Stages): string => '0'.repeat(stages[0]?.split(' ')[1]?.length ?? 40);

const isNoRepository = (run: GitRun): boolean =>
  run.kind === 'failed' && /not a git repository/i.test(run.stderr);

function gitRefused(folder: string, run: GitRun): FolderError {
  if (run.kind === 'missing') {
    return {
      code: 'git-refused',
      message: 'git is not installed any more, and its index has to be changed.',
      hint: 'Install git and run the command again.',
    };
  }
  const said = run.stderr.replace(/^(fatal|error): /, '').split('\n')[0] ?? '';
  return {
    code: 'git-refused',
    message: `git refused to work in ${folder}: ${said}`,
    hint: hintFor(folder, run.stderr),
  };
}

function hintFor(folder: string, stderr: string): string {
  if (/dubious ownership|safe\.directory/.test(stderr)) {
    return `The repository belongs to another user. If you trust it: git config --global --add safe.directory ${folder}`;
  }
  const lock = LOCKED.exec(stderr)?.[1];
  if (lock !== undefined)
    return `If no other git is at work, delete ${lock} and run the command again.`;
  return 'Mend that and run the command again; `git status` tells more.';
}
