/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export function parseJson(text: string): Json {
  return JSON.parse(text);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asObject(value: unknown, what = 'value'): JsonObject {
  if (!isObject(value)) throw new Error(`${what} is not an object: ${JSON.stringify(value)}`);
  return value;
}

export function asArray(value: unknown, what = 'value'): readonly Json[] {
  if (!Array.isArray(value)) throw new Error(`${what} is not an array: ${JSON.stringify(value)}`);
  return value;
}

export function asString(value: unknown, what = 'value'): string {
  if (typeof value !== 'string') throw new Error(`${what} is no string: ${JSON.stringify(value)}`);
  return value;
}

export function asNumber(value: unknown, what = 'value'): number {
  if (typeof value !== 'number') throw new Error(`${what} is no number: ${JSON.stringify(value)}`);
  return value;
}
