import { align, type Aligned } from './align.ts';
import { commentsAround, commentsBehind, commentsBetween, commentsOutside } from './comments.ts';
import { indentAt, reindented } from './reindent.ts';
import { listText, slotsOf, transplanted, type Slot, type Slots } from './slots.ts';
import {
  compositeMeaning,
  identity,
  listMeaning,
  textOf,
  type Composite,
  type List,
  type SourceNode,
  type SourceTree,
} from './source-tree.ts';
import { rebuilt, wrappedList } from './wrapped.ts';

/** What the structure of three texts says about merging them. */
export type Structured =
  | { readonly kind: 'merged'; readonly text: string; readonly meaning: string }
  /** Both sides changed one thing, differently. */
  | { readonly kind: 'contradiction' }
  /** The structure cannot tell; the lines may. */
  | { readonly kind: 'undecided' };

export interface Trees {
  readonly base: SourceTree;
  readonly ours: SourceTree;
  readonly theirs: SourceTree;
}

/** Applies to ours what theirs changed of base. */
export function mergeTrees(trees: Trees): Structured {
  const { base, ours, theirs } = trees;
  if (commentsOutside(base) !== commentsOutside(theirs)) return { kind: 'undecided' };
  const merge = new TreeMerge(trees);
  const merged = merge.node(base.root, ours.root, theirs.root);
  if (merge.contradicted) return { kind: 'contradiction' };
  if (merge.undecided) return { kind: 'undecided' };
  return {
    kind: 'merged',
    text: ours.text.slice(0, ours.root.start) + merged.text + ours.text.slice(ours.root.end),
    meaning: merged.meaning,
  };
}

/** The text that a node of ours becomes, and what it says. */
interface Piece {
  readonly text: string;
  readonly meaning: string;
}

/** One walk down the three trees, which notes whatever stands in the way. */
class TreeMerge {
  contradicted = false;
  undecided = false;
  readonly #trees: Trees;

  constructor(trees: Trees) {
    this.#trees = trees;
  }

  node(base: SourceNode, ours: SourceNode, theirs: SourceNode): Piece {
    const [before, mine, other] = [
      identity(this.#trees.base, base),
      identity(this.#trees.ours, ours),
      identity(this.#trees.theirs, theirs),
    ];
    if (before === other || mine === other) return this.#kept(ours);
    const untouched = mine === before;
    if (untouched && this.#sameText(base, ours)) return this.#replaced(ours, theirs);
    if (base.kind === ours.kind && base.kind === theirs.kind) {
      const inside = this.#inside(base, ours, theirs);
      if (inside !== null) return inside;
    }
    if (untouched) return this.#replaced(ours, theirs);
    if (base.shape === 'list' && theirs.shape === 'list' && base.kind === theirs.kind) {
      const place = wrappedList(ours, base);
      const inside = place && this.#list(base, place, theirs);
      if (place && inside) return rebuilt(this.#trees.ours, ours, place, inside);
    }
    // Two answers to one question. Longer texts may still merge by line, as a script in YAML.
    if (this.#areWords(base, ours, theirs)) this.contradicted = true;
    else this.undecided = true;
    return this.#kept(ours);
  }

  #areWords(base: SourceNode, ours: SourceNode, theirs: SourceNode): boolean {
    const texts = [
      textOf(this.#trees.base, base),
      textOf(this.#trees.ours, ours),
      textOf(this.#trees.theirs, theirs),
    ];
    const shapes = [base, ours, theirs].map(({ shape }) => shape);
    return shapes.every((shape) => shape === 'atom') && texts.every((text) => !text.includes('\n'));
  }

  /** Merges the parts or items; null where that is not possible, and the node is one thing. */
  #inside(base: SourceNode, ours: SourceNode, theirs: SourceNode): Piece | null {
    if (base.shape === 'composite' && ours.shape === 'composite' && theirs.shape === 'composite') {
      return this.#composite(base, ours, theirs);
    }
    if (base.shape === 'list' && ours.shape === 'list' && theirs.shape === 'list') {
      return this.#list(base, ours, theirs);
    }
    return null;
  }

  #composite(base: Composite, ours: Composite, theirs: Composite): Piece | null {
    const { ours: tree } = this.#trees;
    const frame = base.frame === theirs.frame || ours.frame === theirs.frame;
    const roles = (node: Composite) => node.parts.map(({ role }) => role).join(' ');
    const sameRoles = roles(base) === roles(theirs);
    const quiet =
      commentsBetween(this.#trees.base, base) === commentsBetween(this.#trees.theirs, theirs);
    if (!frame || !sameRoles || !quiet) return null;
    let text = '';
    let at = ours.start;
    const meanings: (readonly [string, string])[] = [];
    for (const { role, node } of ours.parts) {
      const before = base.parts.find((part) => part.role === role)?.node;
      const other = theirs.parts.find((part) => part.role === role)?.node;
      // A block on lines of its own does not fit where a value on the line was, or the other way.
      if (other && other.kind !== node.kind && isBlock(other) !== isBlock(node)) return null;
      const merged = before && other ? this.node(before, node, other) : this.#kept(node);
      text += tree.text.slice(at, node.start) + merged.text;
      at = node.end;
      meanings.push([role, merged.meaning]);
    }
    for (const { role, node } of base.parts) {
      const other = theirs.parts.find((part) => part.role === role)?.node;
      const removed = !ours.parts.some((part) => part.role === role);
      if (removed && other && !this.#sameInTheirs(node, other)) this.contradicted = true;
    }
    return {
      text: text + tree.text.slice(at, ours.end),
      meaning: compositeMeaning(ours.kind, ours.frame, meanings),
    };
  }

  #list(base: List, ours: List, theirs: List): Piece | null {
    const alignment = align(base, ours, theirs);
    const sides = {
      base: slotsOf(this.#trees.base, base),
      ours: slotsOf(this.#trees.ours, ours),
      theirs: slotsOf(this.#trees.theirs, theirs),
    };
    const tails =
      commentsBehind(this.#trees.base, base, sides.base) ===
      commentsBehind(this.#trees.theirs, theirs, sides.theirs);
    if (alignment === null || !tails) return this.#unlessUntouched(base, ours);
    const doubtful =
      alignment.theirsReordered && !ours.unordered
        ? true
        : ours.sequential && alignment.bothInserted;
    if (doubtful) return this.#unlessUntouched(base, ours);
    if (alignment.bothReplaced && !ours.unordered) this.contradicted = true;
    for (const { base: b, theirs: t } of alignment.gone) {
      if (b === null || t === null) continue;
      const [before, other] = [sides.base.slots[b], sides.theirs.slots[t]];
      const node = [base.items[b]?.node, theirs.items[t]?.node] as const;
      if (before === undefined || other === undefined || !node[0] || !node[1]) continue;
      if (!this.#sameInTheirs(node[0], node[1])) this.contradicted = true;
    }
    const slots: Slot[] = [];
    const meanings: string[] = [];
    for (const aligned of alignment.sequence) {
      const slot = this.#item(aligned, { base, ours, theirs }, sides);
      if (slot === null) continue;
      slots.push(slot.slot);
      meanings.push(slot.meaning);
    }
    const added = alignment.sequence.some((item) => item.ours === null);
    const removed = slots.length < ours.items.length + (added ? 1 : 0);
    if (ours.layout === 'fixed' && (added || removed)) return this.#unlessUntouched(base, ours);
    if (ours.layout === 'lines' && slots.length === 0) return this.#unlessUntouched(base, ours);
    const text = ours.layout === 'fixed' ? null : listText(sides.ours, ours, slots);
    if (ours.layout !== 'fixed' && text === null) return this.#unlessUntouched(base, ours);
    return {
      text: text ?? this.#inPlace(ours, slots),
      meaning: listMeaning(ours.kind, ours.unordered, meanings),
    };
  }

  /** One item of the merged list; null where it is removed. */
  #item(
    aligned: Aligned,
    lists: { readonly base: List; readonly ours: List; readonly theirs: List },
    sides: { readonly base: Slots; readonly ours: Slots; readonly theirs: Slots },
  ): { readonly slot: Slot; readonly meaning: string } | null {
    const at = <T>(all: readonly T[], index: number | null) =>
      index === null ? undefined : all[index];
    const base = at(lists.base.items, aligned.base)?.node;
    const ours = at(lists.ours.items, aligned.ours)?.node;
    const theirs = at(lists.theirs.items, aligned.theirs)?.node;
    const slots = {
      base: at(sides.base.slots, aligned.base),
      ours: at(sides.ours.slots, aligned.ours),
      theirs: at(sides.theirs.slots, aligned.theirs),
    };
    const transplant = (body?: string) => {
      const slot =
        slots.theirs &&
        transplanted(
          slots.theirs,
          { tree: this.#trees.theirs, list: lists.theirs, index: aligned.theirs ?? 0 },
          { tree: this.#trees.ours, list: lists.ours },
          body,
        );
      if (!slot) this.undecided = true;
      return slot ?? null;
    };
    if (ours === undefined || slots.ours === undefined) {
      const slot = theirs && transplant();
      return slot ? { slot, meaning: theirs.meaning } : null;
    }
    const kept = { slot: slots.ours, meaning: ours.meaning };
    if (base === undefined || slots.base === undefined) {
      if (theirs === undefined || slots.theirs === undefined) return kept;
      // Both added it.
      const same = ours.meaning === theirs.meaning && alike(slots.ours, slots.theirs);
      if (!same) this.contradicted = true;
      return kept;
    }
    if (theirs === undefined || slots.theirs === undefined) {
      const untouched = ours.meaning === base.meaning && alike(slots.ours, slots.base);
      if (!untouched) this.contradicted = true;
      return untouched ? null : kept;
    }
    const merged = this.node(base, ours, theirs);
    const body = { ...slots.ours, body: merged.text };
    const around = {
      base: commentsAround(this.#trees.base, slots.base, base),
      ours: commentsAround(this.#trees.ours, slots.ours, ours),
      theirs: commentsAround(this.#trees.theirs, slots.theirs, theirs),
    };
    if (around.theirs === around.base || around.theirs === around.ours) {
      return { slot: body, meaning: merged.meaning };
    }
    if (around.ours !== around.base) this.contradicted = true;
    const slot = transplant(merged.text);
    return { slot: slot ?? body, meaning: merged.meaning };
  }

  /** Bodies put back where they were. */
  #inPlace(ours: List, slots: readonly Slot[]): string {
    const { text } = this.#trees.ours;
    let result = '';
    let at = ours.start;
    for (const [index, { node }] of ours.items.entries()) {
      result += text.slice(at, node.start) + (slots[index]?.body ?? '');
      at = node.end;
    }
    return result + text.slice(at, ours.end);
  }

  /** Null, so that the list is taken from theirs as a whole, or doubt where ours changed it too. */
  #unlessUntouched(base: SourceNode, ours: SourceNode): Piece | null {
    if (identity(this.#trees.base, base) === identity(this.#trees.ours, ours)) return null;
    this.undecided = true;
    return this.#kept(ours);
  }

  #sameText(base: SourceNode, ours: SourceNode): boolean {
    const { base: before, ours: mine } = this.#trees;
    const from = indentAt(before.text, base.start);
    return reindented(before, base, from, indentAt(mine.text, ours.start)) === textOf(mine, ours);
  }

  #sameInTheirs(base: SourceNode, theirs: SourceNode): boolean {
    return identity(this.#trees.base, base) === identity(this.#trees.theirs, theirs);
  }

  #kept(ours: SourceNode): Piece {
    return { text: textOf(this.#trees.ours, ours), meaning: ours.meaning };
  }

  #replaced(ours: SourceNode, theirs: SourceNode): Piece {
    const from = indentAt(this.#trees.theirs.text, theirs.start);
    const to = indentAt(this.#trees.ours.text, ours.start);
    return {
      text: reindented(this.#trees.theirs, theirs, from, to),
      meaning: theirs.meaning,
    };
  }
}

function isBlock(node: SourceNode): boolean {
  return node.shape === 'list' && node.layout === 'lines';
}

function alike(a: Slot, b: Slot): boolean {
  return a.comments.join('\n') === b.comments.join('\n');
}
