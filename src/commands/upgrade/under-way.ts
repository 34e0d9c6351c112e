import { LOCK_FILE } from '../../repository/lock.ts';
import { leaveBranch } from '../../repository/git/branch.ts';
import { forgetUndo, keptUndo, type Undo } from '../../repository/undo.ts';
import type { OpenedRepository } from '../open-repository.ts';

/**
 * The upgrade that was written and is not committed; null: none. One that was killed before anything
 * was written leaves a record and perhaps a branch, which are put away here.
 */
export async function underWayUpgrade({
  root,
  git,
  workingCopy,
}: OpenedRepository): Promise<Undo | null> {
  const undo = git === null ? null : keptUndo(git);
  if (git === null || undo === null) return null;
  const lock = undo.files.find(({ path }) => path === LOCK_FILE);
  const there = workingCopy.read(LOCK_FILE);
  const isWritten = there.ok && there.value?.blob !== lock?.before?.blob;
  if (lock === undefined || isWritten) return undo;
  if (undo.branch !== null) await leaveBranch(root, undo.branch);
  forgetUndo(git);
  return null;
}
