import { ok, type Result } from '../../blueprint/result.ts';
import type {
  ComputedFile,
  HistoryChange,
  HistoryContinuation,
  Owner,
} from '../../stacks/stack.ts';
import { allFiles } from '../all-files.ts';
import { blobHash } from '../blob-hash.ts';
import type { Difference } from '../difference.ts';
import type { FolderError } from '../folder-error.ts';
import type { LockedFile } from '../lock.ts';
import type { Change, Write } from '../plan.ts';
import type { WorkingCopy } from '../working-copy.ts';
import type { Located } from './locate.ts';

/** What a stack knows of files that must never change. */
export interface History {
  isHistory(path: string): boolean;
  continueHistory(change: HistoryChange): HistoryContinuation;
  ownerOf(path: string): Owner;
}

/** New files that carry on what must not change, and what only people can write. */
export interface Continued {
  readonly changes: readonly Change[];
  readonly writes: readonly Write[];
  readonly notes: readonly string[];
  readonly locked: readonly (readonly [string, LockedFile])[];
}

/** Continues the history that is emitted differently now; the old files stay as they are. */
export async function continueHistory(
  changed: readonly Located[],
  differences: readonly Difference[],
  history: History,
  workingCopy: WorkingCopy,
): Promise<Result<Continued, FolderError>> {
  const changes: Change[] = [];
  const writes: Write[] = [];
  const notes: string[] = [];
  const locked: (readonly [string, LockedFile])[] = [];
  const existing =
    changed.length === 0 ? [] : await historyThatIs(workingCopy, differences, history);

  for (const { difference, ours } of changed) {
    const { path, base, theirs } = difference;
    const before = base?.content ?? ours?.text?.content ?? null;
    if (theirs === null || before === null) continue;
    const { files, byHand } = history.continueHistory({
      path,
      base: before,
      theirs: theirs.emitted,
      existing: existing.filter((file) => folderOf(file.path) === folderOf(path)),
    });
    for (const file of files) {
      const there = workingCopy.read(file.path);
      if (!there.ok) return there;
      if (there.value !== null)
        throw new Error(`${file.path} would continue ${path}, and is there.`);
      const owner = history.ownerOf(file.path);
      const bytes = Buffer.from(file.content, 'utf8');
      existing.push(file);
      changes.push({ action: 'create', path: file.path, owner });
      writes.push({ path: file.path, before: null, after: { bytes, executable: false } });
      locked.push([file.path, { owner, blob: blobHash(file.content) }]);
    }
    if (byHand.length > 0) notes.push(byHandNote(path, byHand));
  }
  return ok({ changes, writes, notes, locked });
}

/**
 * History goes only with all that lies beside it, as with a context that is removed: then so does what
 * continued it, and each file is known by the hash that the lock has kept of it.
 */
export function historyThatGoes(
  differences: readonly Difference[],
  locked: ReadonlyMap<string, LockedFile>,
  files: ReadonlyMap<string, LockedFile>,
  history: History,
): readonly Difference[] {
  const folders = new Set([...files.keys()].map(folderOf));
  const listed = new Set(differences.map(({ path }) => path));
  const goes = (path: string, blob: string): Difference => ({
    path,
    owner: history.ownerOf(path),
    base: { blob, content: null, executable: null },
    theirs: null,
  });
  const left = [...locked].filter(
    ([path]) => history.isHistory(path) && !listed.has(path) && !folders.has(folderOf(path)),
  );
  return [
    ...differences.map((difference) => {
      const { path, theirs } = difference;
      const kept = theirs === null && history.isHistory(path) ? locked.get(path) : undefined;
      return kept === undefined ? difference : goes(path, kept.blob);
    }),
    ...left.map(([path, { blob }]) => goes(path, blob)),
  ];
}

/** The history in the repository, also what people wrote, and what is emitted anew. */
async function historyThatIs(
  workingCopy: WorkingCopy,
  differences: readonly Difference[],
  history: History,
): Promise<ComputedFile[]> {
  const files = new Map<string, ComputedFile>();
  for (const { path, base, theirs } of differences) {
    if (base === null && theirs !== null && history.isHistory(path))
      files.set(path, { path, content: theirs.emitted });
  }
  for (const path of await allFiles(workingCopy.root)) {
    if (!history.isHistory(path)) continue;
    const file = workingCopy.read(path);
    const text = file.ok ? file.value?.text : undefined;
    if (text !== undefined && text !== null) files.set(path, { path, content: text.content });
  }
  return [...files.values()];
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

const byHandNote = (path: string, byHand: readonly string[]): string =>
  `${path} stays as it is, since it may have been applied. Write a migration: ${byHand.join('; ')}.`;
