import type { Owner } from '../stacks/stack.ts';
import type { Tree } from '../render/tree.ts';

export type Action = 'create' | 'update' | 'merge' | 'delete' | 'identical' | 'conflict';

/** What happens to one file. */
export interface Change {
  readonly action: Action;
  /** POSIX path relative to the repository, as emitted */
  readonly path: string;
  readonly owner: Owner;
  /** Where the user keeps the file, when it was renamed. */
  readonly from?: string;
}

/** A plan is a value: the changes, and the texts they need. */
export interface Plan {
  readonly changes: readonly Change[];
  readonly tree: Tree;
}

/** One file as it is to be on disk; bytes, so that nothing of the user's is re-encoded. */
export interface Write {
  /** POSIX path relative to the repository */
  readonly path: string;
  /** git blob hash of the bytes that were read when planning; null: there was no file. */
  readonly before: string | null;
  /** null: the file is deleted. `executable` null: as the file on disk is, where git does not look at it. */
  readonly after: { readonly bytes: Uint8Array; readonly executable: boolean | null } | null;
}

/** What could not be merged: the three sides, as stages 1, 2 and 3 of git's index. */
export interface Conflict {
  readonly path: string;
  readonly reason: 'both-changed' | 'changed-and-deleted' | 'both-added' | 'not-text';
  readonly base: Uint8Array | null;
  readonly ours: Uint8Array | null;
  readonly theirs: Uint8Array | null;
  readonly executable: boolean;
}

/** The plan of a change to a repository that people work in. */
export interface ChangePlan {
  /** An entry for each path in which base and theirs differ. */
  readonly changes: readonly Change[];
  readonly writes: readonly Write[];
  readonly conflicts: readonly Conflict[];
  /** What a person should know about what was left alone, a sentence each. */
  readonly notes: readonly string[];
}

/** The plan of a repository that does not exist yet. */
export function planCreation(tree: Tree): Plan {
  const changes = [...tree].map(([path, file]): Change => ({
    action: 'create',
    path,
    owner: file.owner,
  }));
  return { changes, tree };
}
