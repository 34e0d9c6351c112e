/**
 * What the structural merges of YAML, JSON and TypeScript have in common: a text as a tree of nodes
 * that know where they stand. The merge decides on the nodes and then moves pieces of the texts, so
 * that whatever it does not touch stays as the user wrote it, byte for byte.
 */
export interface SourceTree {
  readonly text: string;
  readonly root: SourceNode;
  readonly comments: readonly Comment[];
  /** Texts over several lines whose indentation belongs to their value. */
  readonly verbatim: readonly Extent[];
  /** What the text refers to by name, where a reference to what is no longer there would be a mistake. */
  readonly names?: ReadonlySet<string>;
  /** An item as it is written in a list of another layout; null where that cannot be. */
  readonly restyled?: (item: SourceNode, layout: List['layout']) => string | null;
}

/** From `start` to `end` (exclusive), in characters. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

export interface Comment extends Extent {
  readonly text: string;
}

export type SourceNode = Atom | Composite | List;

interface Node extends Extent {
  /** Nodes of different kinds are never merged into one another. */
  readonly kind: string;
  /** What the node says, however it is formatted; comments are no part of it. */
  readonly meaning: string;
}

/** A node that is one thing: taken from one side or the other. */
export interface Atom extends Node {
  readonly shape: 'atom';
}

/** A node with named parts, such as a property and its value; `frame` is what else it says. */
export interface Composite extends Node {
  readonly shape: 'composite';
  readonly frame: string;
  readonly parts: readonly { readonly role: string; readonly node: SourceNode }[];
}

/** A node of any number of items. */
export interface List extends Node {
  readonly shape: 'list';
  /**
   * delimited: between brackets, with commas;
   * lines: every item begins a line of its own (the first one may not, as in `- name: a`);
   * fixed: items can be changed, but not be added or removed.
   */
  readonly layout: 'delimited' | 'lines' | 'fixed';
  /** Whether the order of items says nothing. */
  readonly unordered: boolean;
  /** Whether what stands at the same place in two versions has to be put in order by a person. */
  readonly sequential: boolean;
  readonly items: readonly Item[];
}

export interface Item {
  readonly node: SourceNode;
  /** By what the item may be known, the best first; all sides use the first that is unique in each. */
  readonly keys: readonly string[];
}

export function atom(kind: string, extent: Extent, meaning: string): Atom {
  return { shape: 'atom', kind, start: extent.start, end: extent.end, meaning };
}

export function composite(
  kind: string,
  extent: Extent,
  frame: string,
  parts: Composite['parts'],
): Composite {
  const meaning = compositeMeaning(
    kind,
    frame,
    parts.map(({ role, node }) => [role, node.meaning]),
  );
  return { shape: 'composite', kind, start: extent.start, end: extent.end, frame, parts, meaning };
}

export function list(
  kind: string,
  extent: Extent,
  items: readonly Item[],
  traits: Pick<List, 'layout'> & Partial<Pick<List, 'unordered' | 'sequential'>>,
): List {
  const unordered = traits.unordered ?? false;
  const meaning = listMeaning(
    kind,
    unordered,
    items.map(({ node }) => node.meaning),
  );
  return {
    shape: 'list',
    kind,
    start: extent.start,
    end: extent.end,
    layout: traits.layout,
    unordered,
    sequential: traits.sequential ?? false,
    items,
    meaning,
  };
}

export function compositeMeaning(
  kind: string,
  frame: string,
  parts: readonly (readonly [role: string, meaning: string])[],
): string {
  return `${kind}<${frame}>(${parts.map(([role, meaning]) => `${role}:${meaning}`).join(';')})`;
}

export function listMeaning(kind: string, unordered: boolean, items: readonly string[]): string {
  return `${kind}[${(unordered ? items.toSorted() : items).join(',')}]`;
}

/** The comments from one place to another, as they read. */
export function commentsIn(
  tree: Pick<SourceTree, 'comments'>,
  start: number,
  end: number,
): readonly string[] {
  return tree.comments
    .filter((comment) => comment.start >= start && comment.end <= end)
    .map((comment) => comment.text);
}

/** What a node says, comments included. */
export function identity(tree: SourceTree, node: Extent & { readonly meaning: string }): string {
  return [node.meaning, ...commentsIn(tree, node.start, node.end)].join('\n#');
}

export function textOf(tree: SourceTree, extent: Extent): string {
  return tree.text.slice(extent.start, extent.end);
}
