import { isDeepStrictEqual } from 'node:util';

export type Data = string | number | boolean | readonly Data[] | { readonly [key: string]: Data };

/** Told apart from every value. */
export const ABSENT = Symbol('absent');
export const CONFLICT = Symbol('conflict');

type Side = Data | typeof ABSENT;

/**
 * What three versions of plain data merge into, order aside: lists are sets, of objects by `name`.
 * Written without a look at the program: it has to come to the same.
 */
export function expected(base: Side, ours: Side, theirs: Side): Side | typeof CONFLICT {
  if (isDeepStrictEqual(base, theirs)) return ours;
  if (isDeepStrictEqual(base, ours)) return theirs;
  if (isDeepStrictEqual(ours, theirs)) return ours;
  if (isMap(base) && isMap(ours) && isMap(theirs)) return mergedMap(base, ours, theirs);
  if (Array.isArray(base) && Array.isArray(ours) && Array.isArray(theirs)) {
    const merged = mergedMap(byName(base), byName(ours), byName(theirs));
    return merged === CONFLICT ? CONFLICT : Object.values(merged);
  }
  return CONFLICT;
}

type Map_ = { readonly [key: string]: Data };

function mergedMap(base: Map_, ours: Map_, theirs: Map_): Map_ | typeof CONFLICT {
  const merged: Record<string, Data> = {};
  for (const key of new Set([base, ours, theirs].flatMap(Object.keys))) {
    const of = (map: Map_) => (Object.hasOwn(map, key) ? (map[key] as Data) : ABSENT);
    const value = expected(of(base), of(ours), of(theirs));
    if (value === CONFLICT) return CONFLICT;
    if (value !== ABSENT) merged[key] = value;
  }
  return merged;
}

function byName(list: readonly Data[]): Map_ {
  return Object.fromEntries(
    list.map((item) => [isMap(item) ? `name ${String(item['name'])}` : JSON.stringify(item), item]),
  );
}

/** Whether both sides took the same item out of a list, and one of them put others in. */
export function isDoubtful(base: Side, ours: Side, theirs: Side): boolean {
  if (isMap(base) && isMap(ours) && isMap(theirs)) {
    return Object.keys(base).some((key) => {
      const of = (map: Map_) => (Object.hasOwn(map, key) ? (map[key] as Data) : ABSENT);
      return isDoubtful(of(base), of(ours), of(theirs));
    });
  }
  if (!Array.isArray(base) || !Array.isArray(ours) || !Array.isArray(theirs)) return false;
  const [before, mine, other] = [byName(base), byName(ours), byName(theirs)];
  const lost = Object.keys(before).some((key) => !(key in mine) && !(key in other));
  return lost || isDoubtful(before, mine, other);
}

function isMap(value: Side): value is Map_ {
  return typeof value === 'object' && !Array.isArray(value);
}

/** Whether a list or a map was emptied by the two sides together: a block has no text without items. */
export function hasEmpty(data: Data): boolean {
  if (typeof data !== 'object') return false;
  const parts = Object.values(data);
  return parts.length === 0 || parts.some(hasEmpty);
}

/** Data in one order, to compare by. */
export function sorted(data: Data): Data {
  if (Array.isArray(data)) {
    return data.map(sorted).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (!isMap(data)) return data;
  return Object.fromEntries(
    Object.entries(data)
      .map(([key, value]) => [key, sorted(value)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
