import {
  compositeMeaning,
  listMeaning,
  type List,
  type SourceNode,
  type SourceTree,
} from './source-tree.ts';

/**
 * The list of ours that was this list of base, where the user put something around it:
 * `[a, b]` became `traced([a, b, c])`. Null where there is none, or more than one that could be.
 */
export function wrappedList(within: SourceNode, base: List): List | null {
  const found = candidates(within, base);
  const [only] = found;
  return found.length === 1 && only !== undefined ? only : null;
}

function candidates(node: SourceNode, base: List): readonly List[] {
  if (node.shape === 'list' && node.kind === base.kind && sharesMost(node, base)) return [node];
  return childrenOf(node).flatMap((child) => candidates(child, base));
}

function sharesMost(candidate: List, base: List): boolean {
  const keys = new Set(candidate.items.map(({ keys: [first] }) => first));
  const shared = base.items.filter(({ keys: [first] }) => keys.has(first)).length;
  return shared > 0 && shared * 2 >= base.items.length;
}

function childrenOf(node: SourceNode): readonly SourceNode[] {
  if (node.shape === 'composite') return node.parts.map((part) => part.node);
  return node.shape === 'list' ? node.items.map((item) => item.node) : [];
}

interface Piece {
  readonly text: string;
  readonly meaning: string;
}

/** A node with another text in the place of one of its descendants. */
export function rebuilt(
  tree: SourceTree,
  node: SourceNode,
  place: SourceNode,
  piece: Piece,
): Piece {
  return {
    text:
      tree.text.slice(node.start, place.start) + piece.text + tree.text.slice(place.end, node.end),
    meaning: meaningWith(node, place, piece.meaning),
  };
}

function meaningWith(node: SourceNode, place: SourceNode, meaning: string): string {
  if (node === place) return meaning;
  if (node.shape === 'atom' || place.start < node.start || place.end > node.end) {
    return node.meaning;
  }
  if (node.shape === 'composite') {
    const parts = node.parts.map(
      (part) => [part.role, meaningWith(part.node, place, meaning)] as const,
    );
    return compositeMeaning(node.kind, node.frame, parts);
  }
  const items = node.items.map((item) => meaningWith(item.node, place, meaning));
  return listMeaning(node.kind, node.unordered, items);
}
