import type { Owner } from '../stacks/stack.ts';
import type { Tree } from '../render/tree.ts';

export type Action = 'create' | 'update' | 'merge' | 'delete' | 'identical' | 'conflict';

/** What happens to one file. */
export interface Change {
  readonly action: Action;
  /** POSIX path relative to the repository */
  readonly path: string;
  readonly owner: Owner;
}

/** A plan is a value: the changes, and the texts they need. */
export interface Plan {
  readonly changes: readonly Change[];
  readonly tree: Tree;
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
