import type { Slot, Slots } from './slots.ts';
import {
  commentsIn,
  type Composite,
  type Extent,
  type List,
  type SourceTree,
} from './source-tree.ts';

/** Comments before and behind everything. */
export function commentsOutside(tree: SourceTree): string {
  return JSON.stringify([
    commentsIn(tree, 0, tree.root.start),
    commentsIn(tree, tree.root.end, tree.text.length),
  ]);
}

/** Comments above and behind an item. */
export function commentsAround(tree: SourceTree, slot: Slot, node: Extent): string {
  return JSON.stringify([
    commentsIn(tree, slot.start, node.start),
    commentsIn(tree, node.end, slot.end),
  ]);
}

/** Comments of a composite that are in none of its parts. */
export function commentsBetween(tree: SourceTree, node: Composite): string {
  return tree.comments
    .filter(
      (comment) =>
        comment.start >= node.start &&
        comment.end <= node.end &&
        !node.parts.some(
          ({ node: part }) => comment.start >= part.start && comment.end <= part.end,
        ),
    )
    .map(({ text }) => text)
    .join('\n');
}

/** Comments behind the last item. */
export function commentsBehind(tree: SourceTree, list: List, { slots }: Slots): string {
  return commentsIn(tree, slots.at(-1)?.end ?? list.start, list.end).join('\n');
}
