import type { TemplateRename } from '../stack.ts';

/**
 * Emitted files that a release moved, oldest release first: what the user wrote in one follows it.
 * `{name}` stands for one segment of a path, the same on both sides. A line here is for ever.
 */
export const renames: readonly TemplateRename[] = [];
