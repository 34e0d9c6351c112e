import path from 'node:path';

import { err, ok, type Result } from '../../blueprint/result.ts';
import type { FolderError } from '../folder-error.ts';
import { nodeDisk, type Disk } from './disk.ts';
import { finish, undo } from './finish.ts';
import { JOURNAL } from './journal-name.ts';
import { parseManifest } from './manifest.ts';
import { discard, release, removeStrays, takeOver, type Owned } from './owner.ts';
import { damaged, expectedFailure, foreign, Refusal } from './refusal.ts';
import { absolutePath } from './safe-path.ts';
import { survey } from './survey.ts';
import { NEW, OLD, READY, SIDES, UNDO, workOn } from './work.ts';

/** What became of a run that had been killed in this repository. */
export type Recovery = 'nothing' | 'rolled-back' | 'completed';

/**
 * Finishes or undoes what a killed run began, so that the repository is as after it or as before it.
 * Refuses while another run is at work (`busy`) and where somebody has changed a file since.
 */
export async function recover(
  root: string,
  disk: Disk = nodeDisk,
): Promise<Result<Recovery, FolderError>> {
  let journal: Owned | null = null;
  try {
    removeStrays(disk, root);
    const entry = disk.look(absolutePath(root, JOURNAL));
    if (entry === null) return ok('nothing');
    if (entry.kind !== 'folder') throw damaged();
    if (await isTracked(disk, root)) throw foreign();
    journal = takeOver(disk, root, 'recovery');
    return journal === null ? ok('nothing') : await recoverFrom(disk, journal);
  } catch (error) {
    const failure = expectedFailure(error, root);
    if (failure === null) throw error;
    return err(failure);
  } finally {
    if (journal !== null) release(journal);
  }
}

/** A journal that came with a commit tells of no run on this disk. */
async function isTracked(disk: Disk, root: string): Promise<boolean> {
  const listed = await disk.git(root, ['ls-files', '-z', '--cached', '--', JOURNAL], {
    mode: 'read',
  });
  return listed.kind === 'done' && listed.stdout.length > 0;
}

async function recoverFrom(disk: Disk, journal: Owned): Promise<Result<Recovery, FolderError>> {
  // Somebody may have committed a journal: a link in it would lead what is moved out of the repository.
  for (const name of [NEW, OLD, SIDES]) {
    const kind = disk.look(path.join(journal.folder, name))?.kind ?? 'folder';
    if (kind !== 'folder') throw damaged();
  }
  const [ready, undoing] = [READY, UNDO].map((name) => path.join(journal.folder, name));
  const begun = [undoing, ready].find((file) => file !== undefined && disk.look(file) !== null);
  if (begun === undefined) {
    discard(disk, journal);
    return ok('rolled-back');
  }
  const manifest = disk.look(begun)?.kind === 'file' ? parseManifest(disk.read(begun)) : null;
  if (manifest === null) throw damaged();
  const work = workOn(disk, journal, manifest);
  const way = survey(work, begun === ready ? 'forward' : 'back');
  if (way instanceof Refusal) throw way;
  const done = way === 'forward' ? await finish(work) : await undo(work);
  if (!done.ok) return done;
  return ok(way === 'forward' ? 'completed' : 'rolled-back');
}
