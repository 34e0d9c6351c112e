/**
 * Lays written blueprints over one another. Objects merge key by key, lists of named things by name
 * (new names at the end), `consumes` adds what is not there yet; any other list replaces the one
 * below, and `null` removes what is below.
 */
export function mergeWritten(...layers: readonly object[]): Record<string, unknown> {
  let merged: Record<string, unknown> = {};
  for (const layer of layers) {
    if (isPlainObject(layer)) merged = mergeObjects(merged, layer);
  }
  return merged;
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keys that reach into the program when assigned; no blueprint has them. */
const unsafeKeys = new Set(['__proto__']);

export function hasUnsafeKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => unsafeKeys.has(key) || hasUnsafeKey(inner));
}

function mergeObjects(
  below: Record<string, unknown>,
  above: Record<string, unknown>,
): Record<string, unknown> {
  const entries = new Map(Object.entries(below));
  for (const [key, value] of Object.entries(above)) {
    if (unsafeKeys.has(key)) continue;
    if (value === null) entries.delete(key);
    else entries.set(key, mergeValues(key, entries.get(key), value));
  }
  return Object.fromEntries(entries);
}

function mergeValues(key: string, below: unknown, above: unknown): unknown {
  if (isPlainObject(above)) return mergeObjects(isPlainObject(below) ? below : {}, above);
  if (Array.isArray(above) && Array.isArray(below)) {
    const lower: readonly unknown[] = below;
    const upper: readonly unknown[] = above;
    if (key === 'consumes')
      return [...lower, ...upper.filter((item) => !lower.some((other) => isSame(item, other)))];
    if ([...lower, ...upper].every(isNamed))
      return mergeNamed(lower.filter(isNamed), upper.filter(isNamed));
  }
  return structuredClone(above);
}

type Named = Record<string, unknown> & { readonly name: string };

const isNamed = (value: unknown): value is Named =>
  isPlainObject(value) && typeof value['name'] === 'string';

function mergeNamed(below: readonly Named[], above: readonly Named[]): readonly unknown[] {
  // A name that is there twice above is kept twice: it is the reader who reports duplicates.
  const kept = below.map((item) => {
    const changes = above.find(({ name }) => name === item.name);
    return changes === undefined ? item : mergeObjects(item, changes);
  });
  const known = new Set(below.map(({ name }) => name));
  const added = above.filter(
    (item, index) =>
      !known.has(item.name) || above.findIndex(({ name }) => name === item.name) !== index,
  );
  return [...kept, ...added.map((item) => mergeObjects({}, item))];
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
