import path from 'node:path';

import { err, ok, type Result } from '../../blueprint/result.ts';
import type { FolderError } from '../folder-error.ts';
import { carryOut, putBack } from './carry-out.ts';
import { JOURNAL } from './journal-name.ts';
import { discard, LostJournal } from './owner.ts';
import { cancelled, expectedFailure } from './refusal.ts';
import { READY, UNDO, type Work } from './work.ts';

/** Carries a staged transaction out, or leaves everything as it was before. */
export async function finish(work: Work, signal?: AbortSignal): Promise<Result<void, FolderError>> {
  try {
    await carryOut(work, signal);
    discard(work.disk, work.journal);
    return ok(undefined);
  } catch (error) {
    if (error instanceof LostJournal) return err(error.error);
    const failure =
      signal?.aborted === true ? cancelled : expectedFailure(error, work.journal.root);
    const undone = await undo(work);
    if (failure === null) throw error;
    return err(undone.ok ? failure : halfDone(failure, undone.error));
  }
}

/** Puts back what was before, now or, where that fails, at the next start. */
export async function undo(work: Work): Promise<Result<void, FolderError>> {
  const { disk, journal } = work;
  try {
    const ready = path.join(journal.folder, READY);
    if (disk.look(ready) !== null) {
      disk.rename(ready, path.join(journal.folder, UNDO));
      await disk.flush([journal.folder]);
    }
    await putBack(work);
    discard(disk, journal);
    return ok(undefined);
  } catch (error) {
    const failure = expectedFailure(error, journal.root);
    if (failure === null) throw error;
    return err(failure);
  }
}

function halfDone(failure: FolderError, again: FolderError): FolderError {
  return {
    code: 'half-done',
    message: `${failure.message} Putting back what was there failed too: ${again.message}`,
    hint: `Everything needed for it is kept in ${JOURNAL}. Mend what is wrong and run the command again: it begins with putting that right.`,
  };
}
