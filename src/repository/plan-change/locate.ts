import fs from 'node:fs';
import path from 'node:path';

import { ok, type Result } from '../../blueprint/result.ts';
import { allFiles } from '../all-files.ts';
import type { Difference } from '../difference.ts';
import type { FolderError } from '../folder-error.ts';
import { findRenames, type Candidate } from '../git/renames.ts';
import type { OurFile, WorkingCopy } from '../working-copy.ts';

/** A difference, and the file of the user's that it is about. */
export interface Located {
  readonly difference: Difference;
  readonly ours: OurFile | null;
}

/**
 * Finds the user's file of every difference: at its path, where a release had it before, or where
 * the user has moved it. `known` are the paths that are emitted: nobody's file was moved there.
 */
export async function locate(
  differences: readonly Difference[],
  workingCopy: WorkingCopy,
  known: ReadonlySet<string>,
): Promise<Result<readonly Located[], FolderError>> {
  const located: Located[] = [];
  for (const difference of differences) {
    const ours = readAt(difference, workingCopy);
    if (!ours.ok) return ours;
    located.push({ difference, ours: ours.value });
  }
  const missing = located.filter(isMissed);
  if (missing.length === 0) return ok(located);

  const moved = await findMoved(missing, workingCopy, known);
  return ok(
    located.map((each) => ({ ...each, ours: each.ours ?? moved.get(each.difference) ?? null })),
  );
}

/** A file that is emitted no more is not looked for elsewhere: nothing is deleted where nothing was written. */
const isMissed = ({ ours, difference: { base, theirs } }: Located): boolean =>
  ours === null && base !== null && theirs !== null;

function readAt(
  { path: emitted, movedFrom }: Difference,
  workingCopy: WorkingCopy,
): Result<OurFile | null, FolderError> {
  const before = movedFrom === undefined ? ok(null) : workingCopy.read(movedFrom);
  return before.ok && before.value === null ? workingCopy.read(emitted) : before;
}

/** A file with the very same text is the one that was moved; of the others git says which. */
async function findMoved(
  missing: readonly Located[],
  workingCopy: WorkingCopy,
  known: ReadonlySet<string>,
): Promise<ReadonlyMap<Difference, OurFile>> {
  const foreign = await foreignFiles(workingCopy, known);
  const taken = new Set<OurFile>();
  const moved = new Map<Difference, OurFile>();
  const found = (difference: Difference, file: OurFile | undefined): void => {
    if (file === undefined || taken.has(file)) return;
    taken.add(file);
    moved.set(difference, file);
  };
  for (const { difference } of missing) {
    const same = foreign.filter((file) => file.text?.blob === difference.base?.blob);
    found(difference, nearest(difference.path, same));
  }
  const renames = await findRenames(
    missing.flatMap(({ difference }) => (moved.has(difference) ? [] : candidateOf(difference))),
    foreign.flatMap((file) => (taken.has(file) ? [] : ourCandidate(file))),
  );
  const byPath = new Map(foreign.map((file) => [file.path, file]));
  for (const { difference } of missing) {
    found(difference, byPath.get(renames.get(difference.path) ?? ''));
  }
  return moved;
}

async function foreignFiles(
  workingCopy: WorkingCopy,
  known: ReadonlySet<string>,
): Promise<readonly OurFile[]> {
  const paths = await allFiles(workingCopy.root);
  return paths.flatMap((each) => {
    if (known.has(each) || isLarge(workingCopy.root, each)) return [];
    const file = workingCopy.read(each);
    // A link of the user's, or what cannot be read, is not what was emitted.
    return file.ok && file.value !== null ? [file.value] : [];
  });
}

/** Ten times the largest file that is emitted: what people keep beside the code is not read. */
const largest = 1024 * 1024;

function isLarge(root: string, file: string): boolean {
  const stat = fs.lstatSync(path.join(root, ...file.split('/')), { throwIfNoEntry: false });
  return stat !== undefined && stat.size > largest;
}

function candidateOf({ path: emitted, base }: Difference): readonly Candidate[] {
  return base === null || base.content === null ? [] : [{ path: emitted, content: base.content }];
}

const ourCandidate = ({ path: own, text }: OurFile): readonly Candidate[] =>
  text === null ? [] : [{ path: own, content: text.content }];

/** Of several with the same text, the one with the same name. */
function nearest(emitted: string, files: readonly OurFile[]): OurFile | undefined {
  const name = path.posix.basename(emitted);
  return files.find((file) => path.posix.basename(file.path) === name) ?? files[0];
}
