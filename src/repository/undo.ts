import fs from 'node:fs';
import path from 'node:path';

import { err, ok, type Result } from '../blueprint/result.ts';
import { blobHash } from './blob-hash.ts';
import type { FolderError } from './folder-error.ts';
import type { NewBranch } from './git/branch.ts';
import { indexEntries, type IndexEntries } from './git/index-entries.ts';
import type { GitState } from './git/state.ts';
import type { ChangePlan, Write } from './plan.ts';
import { expectedFailure } from './transaction/refusal.ts';
import type { WorkingCopy } from './working-copy.ts';

/**
 * How to take back what an upgrade wrote, until it is committed. It lies in git's own folder, so
 * that it is never committed, cloned or published; nothing but taking back depends on it.
 */
export interface Undo {
  /** the versions before and after */
  readonly from: string;
  readonly to: string;
  /** The commit that was checked out; null: there was none. */
  readonly commit: string | null;
  readonly branch: NewBranch | null;
  readonly files: readonly UndoFile[];
  /** the files that were left to a person to settle */
  readonly conflicts: readonly string[];
  readonly index: IndexEntries;
}

export interface UndoFile {
  readonly path: string;
  readonly before: { readonly blob: string; readonly executable: boolean | null } | null;
  /** git's hash of what was written; null: it was deleted */
  readonly after: string | null;
}

/** What taking back would write, and the files that somebody has changed since. */
export interface TakingBack {
  readonly writes: readonly Write[];
  readonly changedSince: readonly string[];
}

const RECORD = 'upgrade.json';
const CONTENTS = 'before';

const folderIn = (git: GitState): string => path.join(git.gitFolder, 'create-backend');

/** Keeps what a plan is about to overwrite. Called before anything is written. */
export async function keepUndo(
  git: GitState,
  copy: WorkingCopy,
  plan: Pick<ChangePlan, 'writes' | 'conflicts'>,
  about: Pick<Undo, 'from' | 'to' | 'branch'>,
): Promise<Result<void, FolderError>> {
  const files: UndoFile[] = [];
  const contents = new Map<string, Uint8Array>();
  const conflicts = plan.conflicts.map((conflict) => conflict.path);
  const written = new Map(plan.writes.map(({ path: file, after }) => [file, after]));
  // A conflict over a file that is to go is written nowhere, but a person may remove the file.
  const touched = [...new Set([...written.keys(), ...conflicts])];
  for (const file of touched) {
    const ours = copy.read(file);
    if (!ours.ok) return ours;
    const { value } = ours;
    if (value !== null) contents.set(value.blob, value.bytes);
    const before = value && { blob: value.blob, executable: value.executable };
    const after = written.get(file);
    const stays = after === undefined ? (before?.blob ?? null) : null;
    files.push({ path: file, before, after: after ? blobHash(after.bytes) : stays });
  }
  const index = await indexEntries(copy.root, git.prefix, touched);
  const undo: Undo = { ...about, commit: git.commit, files, conflicts, index };
  try {
    write(folderIn(git), undo, contents);
    return ok(undefined);
  } catch (error) {
    const failure = expectedFailure(error, git.gitFolder);
    if (failure === null) throw error;
    forgetHalf(git);
    return err(failure);
  }
}

function write(folder: string, undo: Undo, contents: ReadonlyMap<string, Uint8Array>): void {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(path.join(folder, CONTENTS), { recursive: true });
  for (const [blob, bytes] of contents) fs.writeFileSync(path.join(folder, CONTENTS, blob), bytes);
  // The record last: without it there is nothing to take back.
  const draft = path.join(folder, `${RECORD}.new`);
  fs.writeFileSync(draft, JSON.stringify(undo, null, 2));
  fs.renameSync(draft, path.join(folder, RECORD));
}

/** What stays of it all the same has no record, and is put away by the next upgrade. */
function forgetHalf(git: GitState): void {
  try {
    forgetUndo(git);
  } catch (error) {
    if (expectedFailure(error, git.gitFolder) === null) throw error;
  }
}

/** The upgrade that can still be taken back; null: none, or a commit or another branch came since. */
export function keptUndo(git: GitState): Undo | null {
  const record = path.join(folderIn(git), RECORD);
  if (!fs.existsSync(record)) return null;
  // Written by this program into git's own folder, as trusted as git's index there.
  const undo: Undo = JSON.parse(fs.readFileSync(record, 'utf8'));
  const places = undo.branch === null ? [git.branch] : [undo.branch.was, undo.branch.made];
  return undo.commit === git.commit && places.includes(git.branch) ? undo : null;
}

export function forgetUndo(git: GitState): void {
  fs.rmSync(folderIn(git), { recursive: true, force: true });
}

/**
 * What puts the files back. A file that is no more as the upgrade left it is somebody's work: only
 * the conflicts, which people were asked to edit, are put back all the same, as git does it.
 */
export function takingBack(
  git: GitState,
  copy: WorkingCopy,
  undo: Undo,
): Result<TakingBack, FolderError> {
  const writes: Write[] = [];
  const changedSince: string[] = [];
  for (const { path: file, before, after } of undo.files) {
    const ours = copy.read(file);
    if (!ours.ok) return ours;
    const now = ours.value?.blob ?? null;
    if (now === (before?.blob ?? null)) continue;
    if (now !== after && !undo.conflicts.includes(file)) changedSince.push(file);
    writes.push({ path: file, before: now, after: contentOf(git, before) });
  }
  return ok({ writes, changedSince });
}

function contentOf(git: GitState, before: UndoFile['before']): Write['after'] {
  if (before === null) return null;
  const bytes = fs.readFileSync(path.join(folderIn(git), CONTENTS, before.blob));
  return { bytes, executable: before.executable };
}
