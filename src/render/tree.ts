import type { Owner } from '../stacks/stack.ts';

/** One file of a rendered repository. */
export interface TreeFile {
  readonly content: string;
  readonly executable: boolean;
  readonly owner: Owner;
}

/** A rendered repository: POSIX path relative to its root → file, sorted by path. */
export type Tree = ReadonlyMap<string, TreeFile>;
