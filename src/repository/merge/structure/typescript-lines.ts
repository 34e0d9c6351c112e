import type * as tsMorph from '../../typescript-syntax.ts';
import { list, type Item, type List } from './source-tree.ts';
import type { Parsing } from './typescript.ts';

type Node = tsMorph.ts.Node;

/** Statements as lines from a place on, which is the beginning of a line. */
export function statementsOf(
  { file }: Parsing,
  statements: readonly Node[],
  start: number,
  items: readonly Item[],
  sequential: boolean,
): List {
  const { text } = file;
  const last = statements.at(-1)?.end ?? start;
  const lineEnd = text.indexOf('\n', last);
  const end = lineEnd < 0 ? text.length : lineEnd;
  if (!ownLines(text, items, end)) return fixed(items, sequential);
  return list('statements', { start, end }, items, { layout: 'lines', sequential });
}

/** The statements of a block; what stands at one place there is in an order that matters. */
export function blockOf({ file }: Parsing, block: Node, items: readonly Item[]): List {
  const { text } = file;
  const open = block.getStart(file);
  const newline = text.indexOf('\n', open);
  const first = items[0]?.node.start ?? open;
  const last = items.at(-1)?.node.end ?? open;
  const end = text.indexOf('\n', last);
  const isOpen = newline >= 0 && newline < first && end >= 0 && end < block.end;
  if (!isOpen || !ownLines(text, items, end)) return fixed(items, true);
  return list('statements', { start: newline + 1, end }, items, {
    layout: 'lines',
    sequential: true,
  });
}

function fixed(items: readonly Item[], sequential: boolean): List {
  const extent = { start: items[0]?.node.start ?? 0, end: items.at(-1)?.node.end ?? 0 };
  return list('statements', extent, items, { layout: 'fixed', sequential });
}

/** Whether every statement begins a line and nothing but a comment is behind it. */
function ownLines(text: string, items: readonly Item[], end: number): boolean {
  return items.every(({ node }) => {
    const before = text.slice(text.lastIndexOf('\n', node.start - 1) + 1, node.start);
    const newline = text.indexOf('\n', node.end);
    const behind = text.slice(node.end, newline < 0 ? end : newline);
    return before.trim() === '' && /^\s*;?\s*(?:\/\/.*|\/\*.*\*\/\s*)?$/.test(behind);
  });
}
