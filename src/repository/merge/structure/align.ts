import type { Item, List } from './source-tree.ts';

/** An item of the merged list: where it stands on each side. */
export interface Aligned {
  readonly key: string;
  readonly base: number | null;
  readonly ours: number | null;
  readonly theirs: number | null;
}

export interface Alignment {
  /** The items that may be in the result, in its order; some of them are removed by a side. */
  readonly sequence: readonly Aligned[];
  /** Items of base that both sides removed, or that one side removed. */
  readonly gone: readonly Aligned[];
  readonly theirsReordered: boolean;
  /** At one place, one side replaced what the other side replaced or removed. */
  readonly bothReplaced: boolean;
  /** Both sides added at one place. */
  readonly bothInserted: boolean;
}

/** The three lists item by item; null where items cannot be told apart. */
export function align(base: List, ours: List, theirs: List): Alignment | null {
  const keys = uniqueKeys([base, ours, theirs]);
  if (keys === null) return null;
  const [inBase, inOurs, inTheirs] = keys;
  const at = (key: string): Aligned => ({
    key,
    base: inBase.get(key) ?? null,
    ours: inOurs.get(key) ?? null,
    theirs: inTheirs.get(key) ?? null,
  });
  const order = mergedOrder(inBase, inOurs, inTheirs);
  const shared = (map: ReadonlyMap<string, number>) =>
    [...map.keys()].filter((key) => inBase.has(key) && inOurs.has(key) && inTheirs.has(key));
  const reordered = !alike(shared(inBase), shared(inTheirs));
  return {
    sequence: order.map(at),
    gone: [...inBase.keys()].filter((key) => !inOurs.has(key)).map(at),
    theirsReordered: reordered && !alike(shared(inOurs), shared(inTheirs)),
    ...gaps(inBase, inOurs, inTheirs),
  };
}

type Places = ReadonlyMap<string, number>;

/** Every side's items by the first kind of key that is unique in each of them. */
function uniqueKeys(lists: readonly [List, List, List]): [Places, Places, Places] | null {
  const levels = Math.max(0, ...lists.flatMap(({ items }) => items.map(({ keys }) => keys.length)));
  for (let level = 0; level < Math.max(1, levels); level += 1) {
    const [base, ours, theirs] = lists.map(({ items }) => placesBy(items, level));
    if (base && ours && theirs) return [base, ours, theirs];
  }
  return null;
}

function placesBy(items: readonly Item[], level: number): Places | null {
  const places = new Map<string, number>();
  for (const [index, { keys }] of items.entries()) {
    const key = keys[level] ?? keys.at(-1);
    if (key === undefined || places.has(key)) return null;
    places.set(key, index);
  }
  return places;
}

/**
 * Ours with the additions of theirs: what theirs has at the end goes to the end, all else behind the
 * item it stands behind in theirs, and behind what the user added there.
 */
function mergedOrder(base: Places, ours: Places, theirs: Places): readonly string[] {
  const order = [...ours.keys()];
  const known = [...theirs.keys()];
  for (const [index, key] of known.entries()) {
    if (ours.has(key) || base.has(key)) continue;
    const before = known.slice(0, index).findLast((other) => order.includes(other));
    const after = known.slice(index + 1).find((other) => ours.has(other));
    if (after === undefined) order.push(key);
    else if (before === undefined) order.splice(order.indexOf(after), 0, key);
    else {
      let place = order.indexOf(before) + 1;
      while (place < order.length && isOnlyOurs(order[place], base, theirs)) place += 1;
      order.splice(place, 0, key);
    }
  }
  return order;
}

function isOnlyOurs(key: string | undefined, base: Places, theirs: Places): boolean {
  return key !== undefined && !base.has(key) && !theirs.has(key);
}

/** Looks between the items that all three have for what both sides did at one place. */
function gaps(
  base: Places,
  ours: Places,
  theirs: Places,
): Pick<Alignment, 'bothReplaced' | 'bothInserted'> {
  const stays = (key: string) => base.has(key) && ours.has(key) && theirs.has(key);
  const gapsOf = (places: Places) => {
    const found = new Map<string, string[]>();
    let before = '';
    for (const key of places.keys()) {
      if (stays(key)) before = key;
      else found.set(before, [...(found.get(before) ?? []), key]);
    }
    return found;
  };
  const [inBase, inOurs, inTheirs] = [gapsOf(base), gapsOf(ours), gapsOf(theirs)];
  let bothReplaced = false;
  let bothInserted = false;
  for (const before of new Set([...inBase.keys(), ...inOurs.keys(), ...inTheirs.keys()])) {
    const lost = (inBase.get(before) ?? []).filter((key) => !ours.has(key) && !theirs.has(key));
    const byOurs = (inOurs.get(before) ?? []).filter((key) => !base.has(key));
    const byTheirs = (inTheirs.get(before) ?? []).filter((key) => !base.has(key));
    if (alike(byOurs, byTheirs)) continue;
    if (lost.length > 0) bothReplaced = true;
    if (byOurs.length > 0 && byTheirs.length > 0) bothInserted = true;
  }
  return { bothReplaced, bothInserted };
}

function alike(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}
