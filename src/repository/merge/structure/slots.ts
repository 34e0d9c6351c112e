import { indentAt, reindented } from './reindent.ts';
import { commentsIn, type List, type SourceTree } from './source-tree.ts';

/**
 * An item with what stands around it and belongs to it: comments above, a comment behind, the comma.
 * The slots of a list cover it from its opening to its closing bracket, or all of its lines.
 */
export interface Slot {
  readonly lead: string;
  readonly body: string;
  /** Behind the item and before its comma. */
  readonly beforeComma: string;
  readonly comma: boolean;
  readonly after: string;
  readonly comments: readonly string[];
  readonly start: number;
  readonly end: number;
}

export interface Slots {
  readonly open: string;
  readonly slots: readonly Slot[];
  /** From the last slot to the end of the list. */
  readonly close: string;
}

export function slotsOf(tree: SourceTree, list: List): Slots {
  return list.layout === 'delimited' ? delimitedSlots(tree, list) : lineSlots(tree, list);
}

function delimitedSlots(tree: SourceTree, list: List): Slots {
  const { text } = tree;
  const slots: Slot[] = [];
  let at = list.start + 1;
  for (const { node } of list.items) {
    const comma = commaAfter(tree, node.end, list.end - 1);
    const behind = comma === null ? node.end : comma + 1;
    const end = endOfLineComment(tree, behind, list.end - 1);
    slots.push({
      lead: text.slice(at, node.start),
      body: text.slice(node.start, node.end),
      beforeComma: comma === null ? '' : text.slice(node.end, comma),
      comma: comma !== null,
      after: text.slice(behind, end),
      comments: commentsIn(tree, at, end),
      start: at,
      end,
    });
    at = end;
  }
  return {
    open: text.slice(list.start, list.start + 1),
    slots,
    close: text.slice(at, list.end),
  };
}

/** Where the comma behind an item is; null where there is none. */
function commaAfter(tree: SourceTree, from: number, to: number): number | null {
  for (let at = from; at < to; at += 1) {
    const comment = tree.comments.find(({ start }) => start === at);
    if (comment !== undefined) at = comment.end - 1;
    else if (tree.text[at] === ',') return at;
    else if (!/\s/.test(tree.text[at] ?? '')) return null;
  }
  return null;
}

/** The end of comments that close the line behind an item; a comment that the next item follows is its. */
function endOfLineComment(tree: SourceTree, from: number, to: number): number {
  let end = from;
  for (let at = from; at <= to; at += 1) {
    const comment = tree.comments.find(({ start }) => start === at);
    if (comment !== undefined) {
      end = comment.end;
      at = comment.end - 1;
    } else if (at === to || tree.text[at] === '\n') return end;
    else if (!/[ \t]/.test(tree.text[at] ?? '')) return from;
  }
  return from;
}

function lineSlots(tree: SourceTree, list: List): Slots {
  const { text } = tree;
  const slots: Slot[] = [];
  let at = list.start;
  for (const [index, { node }] of list.items.entries()) {
    const last = index === list.items.length - 1;
    const newline = text.indexOf('\n', node.end);
    const end = last || newline < 0 ? list.end : newline;
    slots.push({
      lead: text.slice(at, node.start),
      body: text.slice(node.start, node.end),
      beforeComma: '',
      comma: false,
      after: text.slice(node.end, end),
      comments: commentsIn(tree, at, end),
      start: at,
      end,
    });
    at = end + 1;
  }
  return { open: '', slots, close: '' };
}

/** A slot of theirs as it would stand in ours; null where its comments have no place there. */
export function transplanted(
  slot: Slot,
  from: { readonly tree: SourceTree; readonly list: List; readonly index: number },
  into: { readonly tree: SourceTree; readonly list: List },
  body?: string,
): Slot | null {
  const node = from.list.items[from.index]?.node;
  if (node === undefined) throw new Error(`There is no item ${from.index}.`);
  const layout = layoutOf(into.tree, into.list);
  const comments = commentsIn(from.tree, slot.start, node.start);
  const behind = commentsIn(from.tree, node.end, slot.end);
  if (!layout.multiLine && comments.length + behind.length > 0) return null;
  const own = itemIndent(from.tree, from.list, from.index);
  const isForeign = body === undefined && from.list.layout !== into.list.layout;
  const written = isForeign
    ? (from.tree.restyled?.(node, into.list.layout) ?? null)
    : (body ?? reindented(from.tree, node, own, layout.indent));
  if (written === null) return null;
  const blank = /^\n[ \t]*\n|^[ \t]*\n/.test(slot.lead) && isSpaced(from.list, slot.lead);
  const newline = into.list.layout === 'delimited' ? '\n' : '';
  const lines = comments.map((comment) => `${layout.indent}${comment}\n`).join('');
  return {
    lead: layout.multiLine
      ? `${newline}${blank ? '\n' : ''}${lines}${layout.indent}`
      : layout.padding,
    body: written,
    beforeComma: '',
    comma: slot.comma,
    after: behind.length > 0 ? ` ${behind.join(' ')}` : '',
    comments: slot.comments,
    start: slot.start,
    end: slot.end,
  };
}

/** Whether a lead holds a blank line: in a list with brackets it begins behind the line before. */
function isSpaced(list: List, lead: string): boolean {
  return list.layout === 'delimited' ? /^\s*\n[ \t]*\n/.test(lead) : /^[ \t]*\n/.test(lead);
}

function layoutOf(
  tree: SourceTree,
  list: List,
): { readonly multiLine: boolean; readonly indent: string; readonly padding: string } {
  const first = list.items[0]?.node;
  const inside = tree.text.slice(list.start, first?.start ?? list.end);
  const multiLine = list.layout === 'lines' || inside.includes('\n');
  const indent =
    first === undefined ? `${indentAt(tree.text, list.end - 1)}  ` : itemIndent(tree, list, 0);
  return { multiLine, indent, padding: ' ' };
}

/** The indentation of an item: white space where it begins its line, else as deep as it stands. */
function itemIndent(tree: SourceTree, list: List, index: number): string {
  const start = list.items[index]?.node.start ?? list.start;
  const lineStart = tree.text.lastIndexOf('\n', start - 1) + 1;
  const before = tree.text.slice(lineStart, start);
  if (before.trim() === '') return before;
  return list.layout === 'lines' ? ' '.repeat(before.length) : indentAt(tree.text, start);
}

/** The text of a list with these slots. */
export function listText(original: Slots, list: List, slots: readonly Slot[]): string | null {
  return list.layout === 'delimited' ? delimitedText(original, slots) : lineText(original, slots);
}

function delimitedText(original: Slots, slots: readonly Slot[]): string {
  const trailingComma =
    original.slots.length > 0
      ? original.slots.at(-1)?.comma === true
      : slots.at(-1)?.comma === true;
  const opening = original.slots[0]?.lead;
  const pieces = slots.map((slot, index) => {
    const comma = index < slots.length - 1 || trailingComma;
    const beforeComma = comma || slot.beforeComma.trim() !== '' ? slot.beforeComma : '';
    // The white space behind the bracket stays there, whichever item comes first.
    const lead =
      index === 0 && opening !== undefined && isPadding(slot.lead) && isPadding(opening)
        ? opening
        : slot.lead;
    const spaced = index > 0 && lead === '' && slot === original.slots[0] ? ' ' : lead;
    return `${spaced}${slot.body}${beforeComma}${comma ? ',' : ''}${slot.after}`;
  });
  return original.open + pieces.join('') + original.close;
}

function isPadding(lead: string): boolean {
  return !lead.includes('\n') && lead.trim() === '';
}

function lineText(original: Slots, slots: readonly Slot[]): string | null {
  const inline = original.slots[0]?.lead === '';
  const pieces: string[] = [];
  for (const [index, slot] of slots.entries()) {
    let { lead } = slot;
    if (inline && index === 0) {
      // The first item stands behind other text on its line: no room for comments above it.
      if (lead.trim() !== '') return null;
      lead = '';
    } else if (inline && slot === original.slots[0]) {
      return null;
    }
    pieces.push(`${lead}${slot.body}${slot.after}`);
  }
  return pieces.join('\n');
}
