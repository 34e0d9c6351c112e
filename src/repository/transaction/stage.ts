import path from 'node:path';

import { blobHash } from '../blob-hash.ts';
import { prepareUnmerged, type IndexEntry, type Sides } from '../git/unmerged.ts';
import type { ChangePlan, Conflict, Write } from '../plan.ts';
import type { Disk } from './disk.ts';
import { foldersChanged } from './folders.ts';
import { JOURNAL } from './journal-name.ts';
import { writeManifest, type Manifest, type Step } from './manifest.ts';
import type { Owned } from './owner.ts';
import { changedMeanwhile, Refusal } from './refusal.ts';
import { absolutePath, assertSafePath, lookAtFile } from './safe-path.ts';
import { NEW, newContent, OLD, oldContent, READY, SIDES, swappingIn } from './work.ts';

/** What of a plan is carried out. */
export type Applicable = Pick<ChangePlan, 'writes' | 'conflicts'>;

/** A write whose file was found as the plan knows it. */
interface Found {
  readonly write: Write;
  readonly step: Step;
  /** the file as it is; null: there is none */
  readonly bytes: Uint8Array | null;
}

/** A plan that fits the repository. */
export interface Inspected extends Pick<Manifest, 'made' | 'emptied'> {
  readonly found: readonly Found[];
  readonly conflicts: readonly Conflict[];
}

/** Refuses a plan that does not fit the repository as it is; nothing is written. */
export function inspect(disk: Disk, root: string, plan: Applicable): Inspected {
  const writes = plan.writes.filter(({ before, after }) => before !== null || after !== null);
  const paths = writes.map((write) => write.path);
  if (new Set(paths).size < paths.length) throw new Error('A plan writes a path twice.');
  for (const file of [...paths, ...plan.conflicts.map((each) => each.path)]) assertSafePath(file);

  const folders = foldersChanged(disk, root, writes);
  const swapping = swappingIn({ steps: writes, ...folders });
  const makesWay = renamedInCase(writes);
  const found = writes.map((write) => {
    const entry = makesWay(write) ? null : lookAtFile(disk, root, write.path, swapping);
    const bytes = entry === null ? null : disk.read(absolutePath(root, write.path));
    if ((bytes && blobHash(bytes)) !== write.before) throw changedMeanwhile(write.path);
    return { write, bytes, step: stepOf(write, entry?.mode) };
  });
  return { found, ...folders, conflicts: plan.conflicts };
}

function stepOf({ path: file, before, after }: Write, mode: number | undefined): Step {
  return {
    path: file,
    before: before === null || mode === undefined ? null : { blob: before, mode },
    after: after && {
      blob: blobHash(after.bytes),
      executable: after.executable ?? isExecutable(mode ?? 0),
    },
  };
}

/** A file of which only the case changes is found under its new name too on some disks. */
function renamedInCase(writes: readonly Write[]): (write: Write) => boolean {
  const deleted = writes.filter((write) => write.after === null).map((write) => write.path);
  const folded = new Set(deleted.map(foldCase));
  return (write) => write.before === null && folded.has(foldCase(write.path));
}

const foldCase = (file: string): string => file.normalize('NFC').toLowerCase();

/**
 * Writes all that the transaction needs into its journal: from `ready` on it can be finished or
 * undone without another byte of space.
 */
export async function stage(
  disk: Disk,
  journal: Owned,
  { found, made, emptied, conflicts }: Inspected,
  command: string,
): Promise<Manifest> {
  const { root, folder } = journal;
  const staged: string[] = [];
  const put = (file: string, bytes: Uint8Array, mode: number): void => {
    disk.write(file, bytes, mode);
    staged.push(file);
  };
  for (const name of [NEW, OLD, SIDES]) disk.makeFolder(path.join(folder, name));

  for (const [index, { write, step, bytes }] of found.entries()) {
    if (write.after === null || step.after === null) continue;
    const file = newContent(folder, index);
    put(file, write.after.bytes, step.after.executable ? 0o777 : 0o666);
    if (step.before === null || bytes === null) continue;
    disk.setMode(file, modeFor(step.before.mode, step.after.executable));
    put(oldContent(folder, index), bytes, 0o600);
    disk.setMode(oldContent(folder, index), step.before.mode);
  }

  const index = await stageConflicts(disk, root, conflicts, put);
  const manifest = { command, steps: found.map(({ step }) => step), made, emptied, index };
  const unready = path.join(folder, 'manifest.json');
  put(unready, writeManifest(manifest), 0o666);
  await disk.flush([...staged, ...[NEW, OLD, '.'].map((name) => path.join(folder, name))]);
  disk.rename(unready, path.join(folder, READY));
  await disk.flush([folder, root]);
  return manifest;
}

async function stageConflicts(
  disk: Disk,
  root: string,
  conflicts: readonly Conflict[],
  put: (file: string, bytes: Uint8Array, mode: number) => void,
): Promise<readonly IndexEntry[]> {
  if (conflicts.length === 0) return [];
  const prepared = conflicts.map((conflict, index): Sides => {
    const sides = ([1, 2, 3] as const).flatMap((stage) => {
      const bytes = [conflict.base, conflict.ours, conflict.theirs][stage - 1];
      if (bytes === null || bytes === undefined) return [];
      const file = `${JOURNAL}/${SIDES}/${index}-${stage}`;
      put(absolutePath(root, file), bytes, 0o666);
      return [{ stage, file }];
    });
    return { path: conflict.path, executable: conflict.executable, sides };
  });
  const index = await prepareUnmerged(disk.git, root, prepared);
  if (!index.ok) throw new Refusal(index.error);
  return index.value;
}

/** The user's mode, with the executable bit as it is to be. */
function modeFor(mode: number, executable: boolean): number {
  if (isExecutable(mode) === executable) return mode;
  return executable ? mode | ((mode & 0o444) >> 2) : mode & ~0o111;
}

const isExecutable = (mode: number): boolean => (mode & 0o100) !== 0;
