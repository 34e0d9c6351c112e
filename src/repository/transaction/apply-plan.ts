import { err, ok, type Result } from '../../blueprint/result.ts';
import type { FolderError } from '../folder-error.ts';
import { nodeDisk, type Disk } from './disk.ts';
import { finish } from './finish.ts';
import { beginJournal, discard, release, type Owned } from './owner.ts';
import { recover } from './recover.ts';
import { cancelled, expectedFailure } from './refusal.ts';
import { inspect, stage, type Applicable } from './stage.ts';
import { workOn } from './work.ts';

export interface ApplyOptions {
  readonly disk?: Disk;
  readonly signal?: AbortSignal;
  /** as the user called it, e.g. `module`: what a later run says was interrupted */
  readonly command: string;
}

/**
 * Changes a repository as planned, all or nothing; `root` is absolute and without symbolic links.
 * What fails or is cancelled leaves everything as it was; what is killed is finished or undone by
 * `recover` at the next start. Marks conflicts as unmerged in git's index, where there is git.
 */
export async function applyPlan(
  root: string,
  plan: Applicable,
  { disk = nodeDisk, signal, command }: ApplyOptions,
): Promise<Result<void, FolderError>> {
  const recovered = await recover(root, disk);
  if (!recovered.ok) return recovered;
  let journal: Owned | null = null;
  try {
    signal?.throwIfAborted();
    const inspected = inspect(disk, root, plan);
    if (inspected.found.length + inspected.conflicts.length === 0) return ok(undefined);
    journal = beginJournal(disk, root, command);
    const manifest = await stageOrDiscard(disk, journal, () =>
      stage(disk, journal as Owned, inspected, command),
    );
    return await finish(workOn(disk, journal, manifest), signal);
  } catch (error) {
    const failure = signal?.aborted === true ? cancelled : expectedFailure(error, root);
    if (failure === null) throw error;
    return err(failure);
  } finally {
    if (journal !== null) release(journal);
  }
}

/** Until it is ready, a transaction has touched nothing but its journal. */
async function stageOrDiscard<T>(disk: Disk, journal: Owned, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    try {
      discard(disk, journal);
    } catch {
      // The next run finds it unready, or undoes what it never did, and throws it away.
    }
    throw error;
  }
}
