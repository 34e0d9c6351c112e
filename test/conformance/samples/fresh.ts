import { randomInt, randomUUID } from 'node:crypto';
import type { Aggregate, Field } from '../../../src/blueprint/model.ts';
import type { Json, JsonObject } from '../../support/json.ts';
import { scaled, unscaled } from './decimals.ts';
import { stringFrom } from './pattern.ts';
import { integerRange } from './ranges.ts';
import { validSamples } from './valid.ts';

/** What unique fields were given so far: short codes would soon repeat by chance. */
const given = new Map<Field, Set<string>>();

/** A valid value that no other resource has, as far as the field's type allows. */
export function freshValue(field: Field): Json {
  if (!field.unique) return someValue(field);
  // The samples are for the cases that try them.
  const taken =
    given.get(field) ?? new Set(validSamples(field).map(({ value }) => identity(value)));
  given.set(field, taken);
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const value = someValue(field);
    if (!taken.has(identity(value))) {
      taken.add(identity(value));
      return value;
    }
  }
  throw new Error(`no unused value is left for ${field.name}`);
}

/** Equal for values that a database holds to be equal: `1.5` and `1.50`. */
function identity(value: Json): string {
  const decimal = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value);
  return decimal ? String(scaled(value, 20)) : JSON.stringify(value);
}

function someValue(field: Field): Json {
  switch (field.type.kind) {
    case 'string':
    case 'text':
      return freshString(field);
    case 'email':
      return freshEmail(field);
    case 'url':
      return `https://example.com/${randomUUID().slice(0, 8)}`;
    case 'uuid':
    case 'ref':
      return randomUUID();
    case 'integer': {
      const [low, high] = integerRange(field);
      return low + randomInt(Math.min(high - low, 1_000_000_000) + 1);
    }
    case 'decimal':
      return amountWithin(field, 2);
    case 'money':
      return { amount: amountWithin(field, 2), currency: 'EUR' };
    case 'boolean':
      return randomInt(2) === 1;
    case 'date':
      return new Date(randomInt(1, 20_000) * 86_400_000).toISOString().slice(0, 10);
    case 'timestamp':
      return new Date(randomInt(1, 200_000_000) * 8_123).toISOString();
    case 'enum':
      return field.type.values[randomInt(field.type.values.length)] ?? null;
    case 'json':
      return { tag: randomUUID(), list: [1, 'two', null, { three: true }] };
  }
}

/** A decimal string inside the field's bounds with `scale` fraction digits. */
export function amountWithin(field: Field, scale: number): string {
  const min = field.min === null ? null : scaledUp(String(field.min), scale);
  const max = field.max === null ? null : scaled(String(field.max), scale);
  const low = min ?? (max === null ? 1n : max - 100_000n);
  const span = max === null ? 100_000n : max - low;
  const step = BigInt(randomInt(Number(span > 100_000n ? 100_000n : span) + 1));
  return unscaled(low + step, scale);
}

function scaledUp(value: string, scale: number): bigint {
  const floor = scaled(value, scale);
  return scaled(value, 40) > floor * 10n ** BigInt(40 - scale) ? floor + 1n : floor;
}

function freshString(field: Field): string {
  const min = field.minLength ?? 0;
  const max = field.maxLength ?? 255;
  if (field.pattern === null) {
    const length = Math.min(max, Math.max(min, 16));
    return stringFrom(`[a-z0-9]{${length}}`, Math.random);
  }
  const matches = new RegExp(field.pattern, 'u');
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const made = stringFrom(field.pattern, Math.random, Math.min(min, 64));
    // A pattern without an anchor matches anywhere.
    const value = field.pattern.startsWith('^') ? made : made.padStart(min, 'a');
    const length = [...value].length;
    if (length >= min && length <= max && matches.test(value)) return value;
  }
  throw new Error(`no string of ${min} to ${max} characters found for ${field.pattern}`);
}

function freshEmail(field: Field): string {
  const tag = stringFrom('[a-z0-9]{10}', Math.random);
  const value = `${tag}@example.com`;
  return value.length <= (field.maxLength ?? 254) ? value : `${tag.slice(0, 3)}@a.io`;
}

/** A body of the required fields only. */
export function minimalBody(aggregate: Aggregate): JsonObject {
  return bodyOf(aggregate.fields.filter((field) => !field.optional));
}

/** A body of every field. */
export function fullBody(aggregate: Aggregate, overrides: JsonObject = {}): JsonObject {
  return { ...bodyOf(aggregate.fields), ...overrides };
}

function bodyOf(fields: readonly Field[]): JsonObject {
  return Object.fromEntries(fields.map((field) => [field.name, freshValue(field)]));
}

/** A field that a PATCH may set, and that tells two versions of a resource apart. */
export function mutableField(aggregate: Aggregate): Field | undefined {
  const mutable = aggregate.fields.filter((field) => !field.immutable);
  const telling = mutable.filter(({ type }) => !['boolean', 'enum'].includes(type.kind));
  return telling[0] ?? mutable[0];
}
