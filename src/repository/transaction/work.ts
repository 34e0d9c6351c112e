import path from 'node:path';

import type { Disk } from './disk.ts';
import type { Manifest } from './manifest.ts';
import type { Owned } from './owner.ts';

/** A transaction that is carried out: its journal, and what the journal says. */
export interface Work {
  readonly disk: Disk;
  readonly journal: Owned;
  readonly manifest: Manifest;
  /** paths at which a file may become a folder, or a folder a file */
  readonly swapping: ReadonlySet<string>;
}

export function workOn(disk: Disk, journal: Owned, manifest: Manifest): Work {
  return { disk, journal, manifest, swapping: swappingIn(manifest) };
}

export function swappingIn({
  steps,
  made,
  emptied,
}: Pick<Manifest, 'made' | 'emptied'> & {
  readonly steps: readonly { readonly path: string }[];
}): ReadonlySet<string> {
  return new Set([...steps, ...emptied].map((each) => each.path).concat(made));
}

/** The manifest of a transaction that is to be finished, and of one that is to be undone. */
export const READY = 'ready.json';
export const UNDO = 'undo.json';

/** Folders of the journal: what is put in place, what was there, the sides of conflicts. */
export const NEW = 'new';
export const OLD = 'old';
export const SIDES = 'sides';

/** Where a step's new content is staged; it is there until it is put in place. */
export const newContent = (folder: string, step: number): string =>
  path.join(folder, NEW, String(step));

/** Where the file of before lies: a copy of one that is replaced, a deleted one itself. */
export const oldContent = (folder: string, step: number): string =>
  path.join(folder, OLD, String(step));
