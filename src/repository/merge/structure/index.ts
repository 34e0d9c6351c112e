import { parseJson } from './json.ts';
import { mergeTrees, type Structured, type Trees } from './merge-trees.ts';
import type { SourceTree } from './source-tree.ts';
import { parseTypeScript } from './typescript.ts';
import { isYaml, parseYaml } from './yaml.ts';

export type { Structured } from './merge-trees.ts';

/** How a language is merged by its structure. */
export interface Structure {
  /** null where the text does not parse, or holds what is merged by lines only */
  readonly parse: (text: string) => SourceTree | null;
  /** Whether the text is one of its language, all of it. */
  readonly reads: (text: string) => boolean;
}

/**
 * The files of a TypeScript repository that name its modules. Merged by line alone they could come
 * out clean and wrong (docs/adr/0014), so their syntax is always looked at.
 */
const COMPOSITION_ROOT = /^apps\/[^/]+\/src\/[^/]+\.ts$/;

/** Whether the structure has a say even where the lines merge without a conflict. */
export function isAlwaysStructured(path: string): boolean {
  return !TYPESCRIPT.test(path) || COMPOSITION_ROOT.test(path);
}

const TYPESCRIPT = /\.[cm]?[jt]s$/;

/** The structure that the name of a file promises. */
export async function structureOf(path: string): Promise<Structure | null> {
  if (TYPESCRIPT.test(path)) {
    // A large chunk: loaded where it is needed only.
    const { ts } = await import('../../typescript-syntax.ts');
    return structure((text) => parseTypeScript(ts, text));
  }
  if (/\.(?:json|jsonc)$|(?:^|\/)bun\.lock$/.test(path)) return structure(parseJson);
  if (/\.ya?ml$/.test(path)) return { parse: remembered(parseYaml), reads: isYaml };
  return null;
}

function structure(parse: Structure['parse']): Structure {
  const known = remembered(parse);
  return { parse: known, reads: (text) => known(text) !== null };
}

/** The same few texts are asked for again and again while one file is merged. */
function remembered(parse: Structure['parse']): Structure['parse'] {
  const trees = new Map<string, SourceTree | null>();
  return (text) => {
    const known = trees.get(text);
    if (known !== undefined) return known;
    const tree = parse(text);
    trees.set(text, tree);
    return tree;
  };
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
  if (result === null || result.root.meaning !== merged.meaning) return { kind: 'undecided' };
  const sides = { base, ours, theirs };
  if (dangles(result, sides)) return { kind: 'contradiction' };
  return keepsComments(result, sides) ? merged : { kind: 'undecided' };
}

/** Whether a result does not parse where ours does, or refers to what one side removed. */
export function isBroken(
  structure: Structure,
  three: { readonly base: string; readonly ours: string; readonly theirs: string },
  text: string,
): boolean {
  if (structure.reads(three.ours) && !structure.reads(text)) return true;
  const [base, ours, theirs, result] = [three.base, three.ours, three.theirs, text].map(
    structure.parse,
  );
  if (!base || !ours || !theirs || !result) return false;
  return dangles(result, { base, ours, theirs });
}

function dangles(result: SourceTree, sides: Trees): boolean {
  const { base, ours, theirs } = sides;
  return [...(base.names ?? [])].some((name) => {
    const removed = ours.names?.has(name) === false || theirs.names?.has(name) === false;
    return removed && result.names?.has(name) === true;
  });
}

/** Whether a text says the same, whatever its formatting. */
export function says(structure: Structure, text: string, meaning: string): boolean {
  return structure.parse(text)?.root.meaning === meaning;
}

/** No comment that a side added is lost. */
function keepsComments(result: SourceTree, sides: Trees): boolean {
  const had = texts(sides.base);
  const has = texts(result);
  return [...texts(sides.ours), ...texts(sides.theirs)].every(
    (comment) => had.has(comment) || has.has(comment),
  );
}

function texts(tree: SourceTree): ReadonlySet<string> {
  return new Set(tree.comments.map(({ text }) => text));
}
