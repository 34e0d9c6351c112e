import { randomInt, randomUUID } from 'node:crypto';
import type { Aggregate, Field } from '../../../src/blueprint/model.ts';
import type { Json, JsonObject } from '../../support/json.ts';
import { scaled, unscaled } from './decimals.ts';
import { stringFrom } from './pattern.ts';

/** What unique fields were given so far: short codes would soon repeat by chance. */
const given = new Set<string>();

/** A valid value that no other resource has, as far as the field's type allows. */
export function freshValue(field: Field): Json {
  if (!field.unique) return someValue(field);
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const value = someValue(field);
    const text = JSON.stringify(value);
    if (!given.has(text)) {
      given.add(text);
      return value;
    }
  }
  throw new Error(`no unused value is left for ${field.name}`);
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

/** The range of an integer field: a missing bound is that of exact integers in JSON. */
export function integerRange(field: Field): readonly [number, number] {
  return [
    field.min === null ? Number.MIN_SAFE_INTEGER : Number(field.min),
    field.max === null ? Number.MAX_SAFE_INTEGER : Number(field.max),
  ];
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
    const value = stringFrom(field.pattern, Math.random, Math.min(min, 64));
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
