import { leaveBranch } from '../../repository/git/branch.ts';
import { LOCK_FILE } from '../../repository/lock.ts';
import { forgetUndo, keptUndo, type Undo } from '../../repository/undo.ts';
import type { OpenedRepository } from '../open-repository.ts';

/** The upgrade that was written and is not committed; null: none. */
export function underWayUpgrade(repository: OpenedRepository): Undo | null {
  const undo = recorded(repository);
  return undo !== null && isWritten(repository, undo) ? undo : null;
}

/** Puts away what an upgrade left that was killed before anything was written. True: there was one. */
export async function putAwayUnwritten(repository: OpenedRepository): Promise<boolean> {
  const { root, git } = repository;
  const undo = recorded(repository);
  if (git === null || undo === null || isWritten(repository, undo)) return false;
  if (undo.branch !== null) await leaveBranch(root, undo.branch);
  forgetUndo(git);
  return true;
}

const recorded = ({ git }: OpenedRepository): Undo | null => (git === null ? null : keptUndo(git));

/** Every upgrade writes the lock, all or nothing with the rest. */
function isWritten({ workingCopy }: OpenedRepository, { files }: Undo): boolean {
  const lock = files.find(({ path }) => path === LOCK_FILE);
  const there = workingCopy.read(LOCK_FILE);
  return there.ok && there.value?.blob !== lock?.before?.blob;
}
