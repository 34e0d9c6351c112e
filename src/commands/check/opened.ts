import { existsSync } from 'node:fs';
import path from 'node:path';

import { parseBlueprint } from '../../advisor/index.ts';
import type { Blueprint } from '../../blueprint/model.ts';
import { diskFiles } from '../../check/reading/disk-files.ts';
import type { Files } from '../../check/reading/files.ts';
import { LOCK_FILE, parseLock, type Lock } from '../../repository/lock.ts';
import { JOURNAL } from '../../repository/transaction/journal-name.ts';
import { err, exitCodes, ok, type Outcome } from '../command.ts';
import { folderAbove } from '../folder-above.ts';
import { BLUEPRINT_FILE } from '../open-repository.ts';
import { invalidBlueprint } from '../problems.ts';
import { storedBlueprint } from '../stored-blueprint.ts';
import { version } from '../version.ts';

/** A repository opened for reading only: nothing is recovered, and git is not asked. */
export interface OpenedForReading {
  /** absolute */
  readonly root: string;
  readonly files: Files;
  /** What it is meant to be: the blueprint that was applied last. */
  readonly blueprint: Blueprint;
  /** null: there is none */
  readonly lock: Lock | null;
  readonly notes: readonly string[];
}

export function openForReading(folder: string): Outcome<OpenedForReading> {
  const root = folderAbove(folder, isRoot);
  if (root === null) return err(notARepository(folder));
  const files = diskFiles(root);
  const meant = meantToBe(files);
  if (!meant.ok) return meant;
  const notes = [
    ...(meant.value.lock === null
      ? [
          `There is no ${LOCK_FILE}; what the repository is meant to be is taken from ${BLUEPRINT_FILE}.`,
        ]
      : []),
    ...(existsSync(path.join(root, JOURNAL))
      ? [
          'An interrupted run left the repository between two states; the next "create-backend status" puts it right.',
        ]
      : []),
  ];
  return ok({ root, files, ...meant.value, notes });
}

const isRoot = (folder: string): boolean =>
  [LOCK_FILE, BLUEPRINT_FILE].some((file) => existsSync(path.join(folder, file)));

type Meant = Pick<OpenedForReading, 'blueprint' | 'lock'>;

/** The blueprint of the lock, which the code follows; backend.yaml may be ahead of it. */
function meantToBe(files: Files): Outcome<Meant> {
  const text = files.text(LOCK_FILE);
  if (text === null) return asWritten(files);
  const lock = parseLock(text);
  if (!lock.ok) return err(damagedLock(lock.error.message));
  const exact = lock.value.version === version;
  const stored = storedBlueprint(lock.value.blueprint, { exact });
  if (!stored.ok) return err(damagedLock(`blueprint${stored.error}`));
  return ok({ blueprint: stored.value, lock: lock.value });
}

function asWritten(files: Files): Outcome<Meant> {
  const text = files.text(BLUEPRINT_FILE);
  if (text === null) return err(damagedLock('it cannot be read'));
  const written = parseBlueprint(text, { file: BLUEPRINT_FILE });
  if (!written.ok) return err(invalidBlueprint(written.error, text));
  return ok({ blueprint: written.value.blueprint, lock: null });
}

const damagedLock = (problem: string) => ({
  code: 'invalid-lock',
  message: `${LOCK_FILE} cannot be used: ${problem}.`,
  hint: `Nobody edits it: take it from the last commit in which it was whole (git restore --source=<commit> -- ${LOCK_FILE}).`,
  exit: exitCodes.refused,
});

const notARepository = (folder: string) => ({
  code: 'not-a-repository',
  message: `${folder} is not in a repository that create-backend made: there is no ${LOCK_FILE} or ${BLUEPRINT_FILE} here or above.`,
  hint: 'Go into such a repository, and run it there.',
  exit: exitCodes.refused,
});
