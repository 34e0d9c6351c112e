import type { Formatter } from '../../render/format.ts';
import { blobHash } from '../../repository/blob-hash.ts';
import type { LockedFile } from '../../repository/lock.ts';
import { hasMarkers } from '../../repository/merge/markers.ts';
import { locate } from '../../repository/plan-change/locate.ts';
import type { OurFile, WorkingCopy } from '../../repository/working-copy.ts';
import type { Owner } from '../../stacks/stack.ts';

/** One emitted file: what people did with it, and what a newer version would. Two signals, never one. */
export interface FileStatus {
  /** as emitted */
  readonly path: string;
  readonly owner: Owner;
  readonly state: 'unchanged' | 'edited' | 'deleted' | 'outdated' | 'conflicting';
  readonly edited: boolean;
  /** This version emits it otherwise than it was emitted, or no more, or for the first time. */
  readonly outdated: 'changed' | 'removed' | 'added' | null;
  /** Where the user keeps it, when it was renamed. */
  readonly from?: string;
}

/** A file as this version renders it. */
export interface RenderedFile {
  readonly content: string;
  readonly executable: boolean;
  readonly owner: Owner;
}

export interface FilesInput {
  readonly workingCopy: WorkingCopy;
  readonly locked: ReadonlyMap<string, LockedFile>;
  /** As this version renders the applied blueprint; null: it cannot say. */
  readonly rendered: ReadonlyMap<string, RenderedFile> | null;
  readonly isHistory: (path: string) => boolean;
  /** paths that git has unmerged */
  readonly unmerged: readonly string[];
  /** Formats as create-backend does. */
  readonly format: Formatter;
  /** Formats as the repository does, where that is another style. */
  readonly usersFormat: Formatter | null;
}

/** The state of every file of the lock, and of those that would be new. */
export async function fileStates(input: FilesInput): Promise<readonly FileStatus[]> {
  const moved = await movedFiles(input);
  const states: FileStatus[] = [];
  for (const [path, locked] of input.locked) {
    const here = input.workingCopy.read(path);
    const ours = here.ok ? (here.value ?? moved.get(path) ?? null) : null;
    // A link, or what cannot be read, stands where the file was: somebody put it there.
    const edited = here.ok ? ours !== null && (await isEdited(ours, path, locked, input)) : true;
    const deleted = here.ok && ours === null;
    const outdated = deleted ? null : outdatedBy(path, locked, input);
    const conflicting = ours !== null && isConflicting(ours, input);
    states.push({
      path,
      owner: locked.owner,
      state: conflicting
        ? 'conflicting'
        : deleted
          ? 'deleted'
          : outdated !== null
            ? 'outdated'
            : edited
              ? 'edited'
              : 'unchanged',
      edited,
      outdated,
      ...(ours === null || ours.path === path ? {} : { from: ours.path }),
    });
  }
  return [...states, ...added(input)].sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function movedFiles({
  workingCopy,
  locked,
  rendered,
}: FilesInput): Promise<ReadonlyMap<string, OurFile>> {
  const missing = [...locked].filter(([path]) => {
    const here = workingCopy.read(path);
    return here.ok && here.value === null;
  });
  if (missing.length === 0) return new Map();
  const asDifferences = missing.map(([path, { owner, blob }]) => {
    const content = rendered?.get(path)?.content ?? null;
    const base = { blob, content, executable: null };
    return { path, owner, base, theirs: { emitted: '', content: '', executable: false } };
  });
  const located = await locate(asDifferences, workingCopy, new Set(locked.keys()));
  if (!located.ok) return new Map();
  return new Map(
    located.value.flatMap(({ difference, ours }) =>
      ours === null ? [] : [[difference.path, ours] as const],
    ),
  );
}

/** Line ends, and formatting that the formatter takes back, are no edit. */
async function isEdited(
  { text, executable }: OurFile,
  path: string,
  { blob }: LockedFile,
  { rendered, format, usersFormat }: FilesInput,
): Promise<boolean> {
  const emitted = rendered?.get(path);
  if (emitted !== undefined && executable !== null && executable !== emitted.executable)
    return true;
  if (text === null) return true;
  if (text.blob === blob) return false;
  const inTheirStyle = async (): Promise<boolean> =>
    emitted !== undefined &&
    usersFormat !== null &&
    blobHash(emitted.content) === blob &&
    (await usersFormat(path, emitted.content)) === text.content;
  const reformatted = await format(path, text.content).catch(() => null);
  return (reformatted === null || blobHash(reformatted) !== blob) && !(await inTheirStyle());
}

function isConflicting({ path, text }: OurFile, { unmerged }: FilesInput): boolean {
  return unmerged.includes(path) || (text !== null && hasMarkers(text.content));
}

/** History is emitted once; what a newer version says of it goes into new files. */
function outdatedBy(
  path: string,
  { blob }: LockedFile,
  { rendered, isHistory }: FilesInput,
): FileStatus['outdated'] {
  if (rendered === null || isHistory(path)) return null;
  const now = rendered.get(path);
  if (now === undefined) return 'removed';
  return blobHash(now.content) === blob ? null : 'changed';
}

function added({ rendered, locked, workingCopy, isHistory }: FilesInput): readonly FileStatus[] {
  if (rendered === null) return [];
  return [...rendered].flatMap(([path, { owner }]): FileStatus[] => {
    if (locked.has(path) || isHistory(path)) return [];
    const here = workingCopy.read(path);
    const edited = !here.ok || here.value !== null;
    return [{ path, owner, state: 'outdated', edited, outdated: 'added' }];
  });
}
