import fs from 'node:fs';
import path from 'node:path';

import { complete, parseBlueprint, type Advised } from '../advisor/index.ts';
import type { BlueprintProblem } from '../blueprint/problem.ts';
import type { Blueprint } from '../blueprint/model.ts';
import { gitState, type GitState } from '../repository/git/state.ts';
import { LOCK_FILE, parseLock, type Lock, type LockProblem } from '../repository/lock.ts';
import { JOURNAL } from '../repository/transaction/journal-name.ts';
import { recover, type Recovery } from '../repository/transaction/index.ts';
import { changedMeanwhile } from '../repository/transaction/refusal.ts';
import { workingCopy, type WorkingCopy } from '../repository/working-copy.ts';
import {
  err,
  exitCodes,
  ok,
  type CommandError,
  type Outcome,
  type Result,
  type World,
} from './command.ts';
import { folderAbove } from './folder-above.ts';
import { folderRefusal } from './folder-refusal.ts';
import { whereTheLockWas } from './repository/lost-lock.ts';
import { refuseUnready } from './repository/readiness.ts';
import { storedBlueprint } from './stored-blueprint.ts';
import { version } from './version.ts';

export const BLUEPRINT_FILE = 'backend.yaml';

/** A repository that this tool made, and what is to be known before anything is done to it. */
export interface OpenedRepository {
  /** absolute, without symbolic links */
  readonly root: string;
  readonly lock: Lock;
  /** The blueprint of the lock, validated. */
  readonly blueprint: Blueprint;
  /** null: there is no git here, or none on this machine */
  readonly git: GitState | null;
  readonly workingCopy: WorkingCopy;
  /** What became of an earlier run that had been killed. */
  readonly recovered: Recovery;
  /** What a person should know, a sentence each. */
  readonly notes: readonly string[];
  /** `backend.yaml` as it is; null: there is none. */
  written(): WrittenBlueprint | null;
}

export interface WrittenBlueprint {
  readonly text: string;
  readonly blueprint: Result<Advised, readonly BlueprintProblem[]>;
}

export interface OpenOptions {
  /** `true`: files may differ from the last commit; a list: only these may. */
  readonly allowDirty: boolean | readonly string[];
  /** Whether anything is to be written: then the work tree has to be in order. */
  readonly writing: boolean;
}

/**
 * Opens the repository that a folder lies in: finishes or undoes what a killed run left, reads the
 * lock, and asks git. Refuses, before anything is planned, what could lose something.
 */
export async function openRepository(
  directory: string,
  world: Pick<World, 'cwd' | 'progress'>,
  options: OpenOptions,
): Promise<Outcome<OpenedRepository>> {
  const named = path.resolve(world.cwd, directory);
  const start = realPath(named) ?? named;
  const root = folderAbove(start, isRoot);
  if (root === null) return err(await notARepository(start));

  const recovered = await recover(root);
  if (!recovered.ok) return err(folderRefusal(recovered.error));
  if (recovered.value !== 'nothing') world.progress(recoveries[recovered.value]);

  // git is asked while the lock is read.
  const asked = gitState(root);
  const first = workingCopy(root);
  const lock = readLock(first, path.relative(start, root));
  const blueprint = lock.ok
    ? storedBlueprint(lock.value.blueprint, { exact: lock.value.version === version })
    : err('');
  const git = await asked;
  if (!lock.ok) return lock.error === null ? err(await notARepository(start)) : err(lock.error);
  const ready = refuseUnready(git, options);
  if (!ready.ok) return ready;
  if (!blueprint.ok)
    return err(invalidLock(wrongShape(`blueprint${blueprint.error}`), path.relative(start, root)));
  const copy = workingCopy(root, ready.value.git ?? {});
  // From here on the copy has read the lock: a run that changes it meanwhile is noticed before writing.
  if (blobOf(copy, LOCK_FILE) !== blobOf(first, LOCK_FILE))
    return err(folderRefusal(changedMeanwhile(LOCK_FILE).error));
  return ok({
    root,
    lock: lock.value,
    blueprint: blueprint.value,
    git: ready.value.git,
    workingCopy: copy,
    recovered: recovered.value,
    notes: ready.value.notes,
    written: () => readWritten(copy, lock.value, blueprint.value),
  });
}

function blobOf(copy: WorkingCopy, file: string): string | undefined {
  const read = copy.read(file);
  return read.ok ? read.value?.blob : undefined;
}

const recoveries: Readonly<Record<Exclude<Recovery, 'nothing'>, string>> = {
  completed: 'Finished what an interrupted run had begun.',
  'rolled-back': 'Undid what an interrupted run had begun.',
};

const isRoot = (folder: string): boolean => has(folder, LOCK_FILE) || has(folder, JOURNAL);

function realPath(folder: string): string | null {
  try {
    return fs.realpathSync.native(folder);
  } catch {
    return null;
  }
}

const has = (folder: string, entry: string): boolean =>
  fs.lstatSync(path.join(folder, entry), { throwIfNoEntry: false }) !== undefined;

async function notARepository(start: string): Promise<CommandError> {
  const lost = await whereTheLockWas(start);
  return {
    code: 'not-a-repository',
    message: `${start} is not in a repository that create-backend made: there is no ${LOCK_FILE} here or above.`,
    hint: lost,
    exit: exitCodes.refused,
  };
}

/** null: there is none */
function readLock(copy: WorkingCopy, root: string): Result<Lock, CommandError | null> {
  const file = copy.read(LOCK_FILE);
  if (!file.ok) return err(folderRefusal(file.error));
  if (file.value === null) return err(null);
  if (file.value.text === null) return err(invalidLock(wrongShape('it is not UTF-8 text'), root));
  const lock = parseLock(file.value.text.content);
  return lock.ok ? lock : err(invalidLock(lock.error, root));
}

const wrongShape = (message: string): LockProblem => ({ code: 'wrong-shape', message });

/** `root`: as seen from where the person is, so that the commands can be copied */
function invalidLock({ code, message }: LockProblem, root: string): CommandError {
  const [lock, blueprint] = [LOCK_FILE, BLUEPRINT_FILE].map((file) => path.join(root, file));
  const unmerged = `After a merge: take one side whole (git restore --ours -- ${lock} ${blueprint}), and add the modules of the other side again by "create-backend module"; what is there already stays.`;
  const older = `It was written by a newer version: npx create-backend@latest.`;
  const restore = `Nobody edits it: take it from the last commit (git restore -- ${lock}).`;
  const hint = code === 'newer-format' ? older : code === 'unmerged' ? unmerged : restore;
  return {
    code: 'invalid-lock',
    message: `${LOCK_FILE} cannot be used: ${message}.`,
    hint,
    exit: exitCodes.refused,
  };
}

/** The text of a file of settings in the repository; null: there is none. */
export const settingsIn =
  ({ workingCopy }: Pick<OpenedRepository, 'workingCopy'>) =>
  (file: string): string | null => {
    const read = workingCopy.read(file);
    return read.ok ? (read.value?.text?.content ?? null) : null;
  };

/** What nobody edited says what was applied, and need not be read again. */
function readWritten(
  copy: WorkingCopy,
  { files }: Lock,
  applied: Blueprint,
): WrittenBlueprint | null {
  const file = copy.read(BLUEPRINT_FILE);
  const text = file.ok ? file.value?.text : undefined;
  if (text === undefined || text === null) return null;
  const { content, blob } = text;
  const isApplied = files.get(BLUEPRINT_FILE)?.blob === blob;
  const blueprint = isApplied
    ? ok(complete(applied))
    : parseBlueprint(content, { file: BLUEPRINT_FILE });
  return { text: content, blueprint };
}
