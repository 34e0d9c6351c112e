import type { Owner } from '../stacks/stack.ts';

/** A path in which two renderings of a repository differ. */
export interface Difference {
  readonly path: string;
  readonly owner: Owner;
  /** As it was emitted; null: it was not. */
  readonly base: Base | null;
  /** As it is emitted from now on; null: no more. */
  readonly theirs: Theirs | null;
  /** Where the file was emitted before a release moved it: `base` is that file. */
  readonly movedFrom?: string;
}

export interface Base {
  /** git's hash of the text as emitted */
  readonly blob: string;
  /** The text in the repository's own format; null: only the hash is known. */
  readonly content: string | null;
  /** null: not known */
  readonly executable: boolean | null;
}

export interface Theirs {
  /** as create-backend formats it */
  readonly emitted: string;
  /** in the repository's own format */
  readonly content: string;
  readonly executable: boolean;
}
