import type { Extent, SourceTree } from './source-tree.ts';

/** The white space at the beginning of the line that a place is on. */
export function indentAt(text: string, place: number): string {
  const lineStart = text.lastIndexOf('\n', place - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
}

/** A piece of a tree's text, its lines after the first moved from one indentation to another. */
export function reindented(tree: SourceTree, piece: Extent, from: string, to: string): string {
  const text = tree.text.slice(piece.start, piece.end);
  if (from === to || !text.includes('\n')) return text;
  let offset = piece.start;
  return text
    .split('\n')
    .map((line, index) => {
      const lineStart = offset;
      offset += line.length + 1;
      if (index === 0 || isVerbatim(tree, lineStart)) return line;
      return line.startsWith(from) ? to + line.slice(from.length) : line;
    })
    .join('\n');
}

function isVerbatim(tree: SourceTree, place: number): boolean {
  return tree.verbatim.some(({ start, end }) => start < place && place < end);
}
