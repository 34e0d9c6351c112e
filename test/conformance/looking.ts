import type { Field } from '../../src/blueprint/model.ts';
import { type Json, type JsonObject, asObject, isObject } from '../support/json.ts';
import { items, nextCursor } from './expectations.ts';
import type { World } from './world.ts';

/** A body for an external's answer. */
export function exampleOf(fields: readonly Field[]): JsonObject {
  return Object.fromEntries(
    fields.map((field) => [field.name, field.type.kind === 'string' ? 'x-1' : null]),
  );
}
export function contains(body: JsonObject, expected: JsonObject): boolean {
  return Object.entries(expected).every(([name, value]) => same(body[name] ?? null, value));
}

export function pick(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, object[name] ?? null]));
}

/** Equal as JSON, whatever the order of members. */
export function same(a: Json, b: Json): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, index) => same(each, b[index] ?? null));
  }
  if (!isObject(a) || !isObject(b)) return a === b;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => name in b && same(asObject(a)[name] ?? null, asObject(b)[name] ?? null))
  );
}

/** Everything of a collection that is looked for. */
export async function listAll(
  world: World,
  path: string,
  wanted: (item: JsonObject) => boolean,
): Promise<JsonObject[]> {
  const found: JsonObject[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 100; page += 1) {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const reply = await world.api.ask({ method: 'GET', path: `${path}?limit=100${query}` });
    found.push(...items(reply).filter(wanted));
    cursor = nextCursor(reply);
    if (cursor === null) break;
  }
  return found;
}
