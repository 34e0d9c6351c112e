import { turnIndex } from '../git/unmerged.ts';
import { isErrno } from './disk.ts';
import type { Step } from './manifest.ts';
import { assertStillOurs } from './owner.ts';
import { changedMeanwhile, damaged, Refusal } from './refusal.ts';
import { absolutePath, foldersAbove, lookAtWay } from './safe-path.ts';
import { hasOld, isSound, isStaged, standingOf } from './standing.ts';
import { newContent, oldContent, type Work } from './work.ts';

/**
 * Puts everything in place, from wherever a run before this one got to: deletions, folders, files,
 * git's index. Throws what goes wrong on the way; `putBack` undoes it then.
 */
export async function carryOut(work: Work, signal?: AbortSignal): Promise<void> {
  const { disk, journal, manifest } = work;
  const steps = [...manifest.steps.entries()];
  for (const [index, step] of steps) {
    if (step.after !== null) continue;
    await proceed(work, signal);
    takeAway(work, step, index);
  }
  for (const { path: folder } of manifest.emptied) removeIfEmpty(work, folder);
  for (const folder of manifest.made) makeIfMissing(work, folder);
  for (const [index, step] of steps) {
    if (step.after === null) continue;
    await proceed(work, signal);
    putInPlace(work, step, index);
  }
  await proceed(work, signal);
  await disk.flush(touchedFolders(work));
  const indexed = await turnIndex(disk.git, journal.root, manifest.index, 'forward');
  if (!indexed.ok) throw new Refusal(indexed.error);
  await proceed(work, signal);
}

/** Lets a signal that arrived meanwhile be delivered, and stops for it. */
async function proceed({ disk, journal }: Work, signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
  assertStillOurs(disk, journal);
}

/** Moves a file that is to be deleted into the journal: the journal's end is its end. */
function takeAway(work: Work, step: Step, index: number): void {
  const { disk, journal } = work;
  const standing = standingOf(work, step, index);
  if (standing === 'after') return;
  if (standing === 'foreign') throw changedMeanwhile(step.path);
  disk.rename(absolutePath(journal.root, step.path), oldContent(journal.folder, index));
}

function putInPlace(work: Work, step: Step, index: number): void {
  const { disk, journal } = work;
  if (!isStaged(work, index)) return;
  const staged = newContent(journal.folder, index);
  if (step.after === null || !isSound(work, staged, step.after.blob)) throw damaged();
  // Looked at last, right before the rename: what happens in between cannot be seen by anybody.
  if (standingOf(work, step, index) === 'foreign') throw changedMeanwhile(step.path);
  disk.rename(staged, absolutePath(journal.root, step.path));
}

/**
 * Puts back what was there before, from wherever `carryOut` got to. Files that were not touched yet
 * are left as they are. Throws a refusal which names those that somebody has changed since.
 */
export async function putBack(work: Work): Promise<void> {
  const { disk, journal, manifest } = work;
  const steps = [...manifest.steps.entries()];
  for (const [index, step] of steps) {
    if (step.after !== null && !isStaged(work, index)) restore(work, step, index);
  }
  for (const folder of manifest.made.toReversed()) removeIfEmpty(work, folder);
  for (const { path: folder, mode } of manifest.emptied.toReversed()) {
    makeIfMissing(work, folder);
    disk.setMode(absolutePath(journal.root, folder), mode);
  }
  for (const [index, step] of steps) {
    if (step.after === null && hasOld(work, index)) restore(work, step, index);
  }
  await disk.flush(touchedFolders(work));
  const indexed = await turnIndex(disk.git, journal.root, manifest.index, 'back');
  if (!indexed.ok) throw new Refusal(indexed.error);
}

function restore(work: Work, step: Step, index: number): void {
  const { disk, journal } = work;
  const { root, folder } = journal;
  const standing = standingOf(work, step, index);
  if (standing === 'before') return;
  if (standing === 'foreign') throw changedMeanwhile(step.path);
  if (step.before === null) return disk.remove(absolutePath(root, step.path));
  const old = oldContent(folder, index);
  if (!isSound(work, old, step.before.blob)) throw damaged();
  disk.setMode(old, step.before.mode);
  disk.rename(old, absolutePath(root, step.path));
}

/** Removes a folder unless somebody has put something into it, or another one in its place. */
function removeIfEmpty({ disk, journal, swapping }: Work, folder: string): void {
  try {
    if (!lookAtWay(disk, journal.root, folder, swapping)) return;
    disk.removeFolder(absolutePath(journal.root, folder));
  } catch (error) {
    const isTheirs = error instanceof Refusal || isErrno(error, ...NOT_OURS);
    if (!isTheirs) throw error;
  }
}

const NOT_OURS = ['ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR'];

/** Makes a folder, or refuses what is in its place. */
function makeIfMissing({ disk, journal, swapping }: Work, folder: string): void {
  if (lookAtWay(disk, journal.root, `${folder}/`, swapping)) return;
  disk.makeFolder(absolutePath(journal.root, folder));
}

/** The folders whose entries have changed, as far as they are there. */
function touchedFolders({ disk, journal, manifest }: Work): string[] {
  const touched = [
    ...manifest.steps.map((step) => step.path),
    ...manifest.made,
    ...manifest.emptied.map((folder) => folder.path),
  ].map((each) => foldersAbove(each).at(-1));
  return [...new Set(touched)]
    .map((folder) => (folder === undefined ? journal.root : absolutePath(journal.root, folder)))
    .filter((folder) => disk.look(folder)?.kind === 'folder');
}
