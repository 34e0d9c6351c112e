import { blobHash } from '../blob-hash.ts';
import type { Step } from './manifest.ts';
import { absolutePath, lookAtFile } from './safe-path.ts';
import { newContent, oldContent, type Work } from './work.ts';

/** How a file stands to its step: as before it, as after it, or as neither. */
export type Standing = 'before' | 'after' | 'foreign';

/** Looks at the file of a step; throws a refusal where a link or a folder is in its place. */
export function standingOf(work: Work, step: Step, index: number): Standing {
  const { disk, journal } = work;
  const entry = lookAtFile(disk, journal.root, step.path, work.swapping);
  const { before, after } = step;
  if (entry === null) {
    if (before === null) return 'before';
    return after === null ? 'after' : 'foreign';
  }
  const blob = blobHash(disk.read(absolutePath(journal.root, step.path)));
  if (blob === before?.blob && blob === after?.blob) {
    // Only the mode changes, and not every system has one: the journal tells.
    return isStaged(work, index) || !hasOld(work, index) ? 'before' : 'after';
  }
  if (blob === before?.blob) return 'before';
  return blob === after?.blob ? 'after' : 'foreign';
}

/** Whether the new content still waits, so that the file was not touched. */
export const isStaged = ({ disk, journal }: Work, index: number): boolean =>
  disk.look(newContent(journal.folder, index)) !== null;

/** Whether the file of before lies in the journal: of one that is to be deleted, that we took it away. */
export const hasOld = ({ disk, journal }: Work, index: number): boolean =>
  disk.look(oldContent(journal.folder, index)) !== null;

/** Whether a file of the journal is what the manifest says: a plain file of that content. */
export function isSound({ disk }: Work, file: string, blob: string): boolean {
  return disk.look(file)?.kind === 'file' && blobHash(disk.read(file)) === blob;
}
