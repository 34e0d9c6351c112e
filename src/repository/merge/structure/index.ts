import { parseJson } from './json.ts';
import { mergeTrees, type Structured } from './merge-trees.ts';
import type { SourceTree } from './source-tree.ts';
import { parseYaml } from './yaml.ts';

export type { Structured } from './merge-trees.ts';

/** How a language is merged by its structure. */
export interface Structure {
  /** null where the text does not parse, or holds what is merged by lines only */
  readonly parse: (text: string) => SourceTree | null;
}

/** The structure that the name of a file promises. */
export async function structureOf(path: string): Promise<Structure | null> {
  if (/\.(?:json|jsonc)$|(?:^|\/)bun\.lock$/.test(path)) return { parse: parseJson };
  if (/\.ya?ml$/.test(path)) return { parse: parseYaml };
  return null;
}

/** Merges by structure, and makes sure that the text says what the merge decided. */
export function mergeByStructure(
  structure: Structure,
  three: { readonly base: string; readonly ours: string; readonly theirs: string },
): Structured {
  const base = structure.parse(three.base);
  const ours = structure.parse(three.ours);
  const theirs = structure.parse(three.theirs);
  if (base === null || ours === null || theirs === null) return { kind: 'undecided' };
  const merged = mergeTrees({ base, ours, theirs });
  if (merged.kind !== 'merged') return merged;
  const result = structure.parse(merged.text);
  const isSound =
    result !== null &&
    result.root.meaning === merged.meaning &&
    keepsComments(result, { base, ours, theirs });
  return isSound ? merged : { kind: 'undecided' };
}

/** Whether a text says the same, whatever its formatting. */
export function says(structure: Structure, text: string, meaning: string): boolean {
  return structure.parse(text)?.root.meaning === meaning;
}

/** No comment that a side added is lost. */
function keepsComments(
  result: SourceTree,
  sides: { readonly base: SourceTree; readonly ours: SourceTree; readonly theirs: SourceTree },
): boolean {
  const had = texts(sides.base);
  const has = texts(result);
  return [...texts(sides.ours), ...texts(sides.theirs)].every(
    (comment) => had.has(comment) || has.has(comment),
  );
}

function texts(tree: SourceTree): ReadonlySet<string> {
  return new Set(tree.comments.map(({ text }) => text));
}
