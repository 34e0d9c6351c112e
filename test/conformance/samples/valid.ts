import { randomUUID } from 'node:crypto';
import type { Field } from '../../../src/blueprint/model.ts';
import type { Json } from '../../support/json.ts';
import { scaled, unscaled, within } from './decimals.ts';
import { bounds, fits, integerRange } from './ranges.ts';

/** A value to send and what reading it has to give. */
export interface ValidSample {
  readonly name: string;
  readonly value: Json;
  /** Where it differs from what was sent. */
  readonly stored?: Json;
}

/** Values at the edges of what a field takes. */
export function validSamples(field: Field): ValidSample[] {
  const optional: ValidSample[] = field.optional ? [{ name: 'null', value: null }] : [];
  // A value occurs once: sent twice it would clash with itself where the field is unique.
  const seen = new Set<string>();
  const texts = ['email', 'url'].includes(field.type.kind);
  return [...optional, ...ofKind(field)].filter(({ value }) => {
    if (texts && typeof value === 'string' && !fits(field, value)) return false;
    const text = JSON.stringify(value);
    return !seen.has(text) && seen.add(text);
  });
}

function ofKind(field: Field): ValidSample[] {
  const type = field.type;
  switch (type.kind) {
    case 'string':
    case 'text':
      return strings(field);
    case 'email':
      return named({
        'a plain address': 'a@example.com',
        'a tagged address': 'first.last+tag@sub.example.co.uk',
      });
    case 'url':
      return named({
        https: 'https://example.com/a/b?c=d&e=%20#f',
        'a port': 'https://example.com:8443/x',
        'a long path': `https://example.com/${'a'.repeat(Math.min(field.maxLength ?? 2048, 2048) - 20)}`,
      });
    case 'uuid':
    case 'ref':
      return [
        ...named({
          'version 4': randomUUID(),
          'version 7': '0190a5d4-7b3a-7cc1-8a3b-1c2d3e4f5a6b',
        }),
        whole(
          'capitals',
          'ABCDEF01-7B3A-4CC1-8A3B-1C2D3E4F5A6B',
          'abcdef01-7b3a-4cc1-8a3b-1c2d3e4f5a6b',
        ),
      ];
    case 'integer':
      return integers(field);
    case 'decimal':
      return decimals(field);
    case 'money':
      return moneys(field);
    case 'boolean':
      return named({ true: true, false: false });
    case 'date':
      return named({
        'a leap day': '2024-02-29',
        'the leap day of a century': '2000-02-29',
        'the last of a year': '1999-12-31',
        'the first of years': '0001-01-01',
        'the last of years': '9999-12-31',
      });
    case 'timestamp':
      return [
        { name: 'UTC with milliseconds', value: '2024-02-29T12:30:45.123Z' },
        whole('UTC without a fraction', '2024-02-29T12:30:45Z', '2024-02-29T12:30:45.000Z'),
        whole('an offset ahead', '2024-03-01T01:00:00+02:00', '2024-02-29T23:00:00.000Z'),
        whole('an offset behind', '2023-12-31T23:30:00.5-05:30', '2024-01-01T05:00:00.500Z'),
        whole('microseconds', '2024-02-29T12:30:46.123987Z', '2024-02-29T12:30:46.123Z'),
        { name: 'before 1970', value: '1969-12-31T23:59:59.999Z' },
      ];
    case 'enum':
      return type.values.map((value) => ({ name: value, value }));
    case 'json':
      return named({
        'an object': { a: 1, b: [true, null, 'x'], c: { d: {} } },
        'an array': [1, [2, [3]]],
        'a string': 'text with "quotes" and \\ and \u2028',
        'a number': 12.5,
        false: false,
        'an empty object': {},
        'names of JavaScript': { constructor: 1, toString: { length: 2 }, hasOwnProperty: null },
        'a name of nothing': { '': 0 },
      });
  }
}

function named(values: Readonly<Record<string, Json>>): ValidSample[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

function whole(name: string, value: Json, stored: Json): ValidSample {
  return { name, value, stored };
}

function strings(field: Field): ValidSample[] {
  const min = field.minLength ?? 0;
  const max = field.maxLength ?? 255;
  const pattern = field.pattern === null ? null : new RegExp(field.pattern, 'u');
  const candidates: Record<string, string> = {
    'the shortest': 'x'.repeat(min),
    'the longest': 'x'.repeat(Math.min(max, 100_000)),
    'the longest in capitals': 'X'.repeat(Math.min(max, 100_000)),
    'the longest in digits': '7'.repeat(Math.min(max, 100_000)),
    'the longest in characters outside the BMP': '😀'.repeat(Math.min(max, 100_000)),
    'spaces around': '  x  ',
    'a decomposed letter': 'e\u0301e',
    'quotes and markup': `'"<b>&amp;`,
    'an SQL injection': `'; drop table x;--`,
    'lines and tabs': 'a\r\n\tb',
    'separators of lines in JavaScript': 'a\u2028\u2029b',
    'right to left': 'שלום\u202E',
    'other control characters': 'a\u0001\u001b[31m\u007f',
    'a format string': '%s%n{0}${1}',
  };
  return named(candidates).filter(({ value }) => {
    const length = [...String(value)].length;
    return length >= min && length <= max && (pattern?.test(String(value)) ?? true);
  });
}

function integers(field: Field): ValidSample[] {
  const [low, high] = integerRange(field);
  return [low, high, 0, 1, -1]
    .filter((value, index, all) => value >= low && value <= high && all.indexOf(value) === index)
    .map((value) => ({ name: String(value), value }));
}

function decimals(field: Field): ValidSample[] {
  const { min, max } = bounds(field);
  const candidates = ['0', '1', '-1', '1.50', '0.0000000001', '123456789012.123456', '-0.5'];
  if (min !== null) candidates.push(min);
  if (max !== null) candidates.push(max);
  return candidates
    .filter((value, index) => within(value, min, max) && candidates.indexOf(value) === index)
    .map((value) => ({ name: value, value }));
}

function moneys(field: Field): ValidSample[] {
  const { min, max } = bounds(field);
  const candidates: (readonly [string, string])[] = [
    ['0.00', 'EUR'],
    ['12.30', 'EUR'],
    ['12.3', 'EUR'],
    ['12', 'KWD'],
    ['-5.00', 'USD'],
    ['1000', 'JPY'],
    ['0', 'JPY'],
    ['1.234', 'KWD'],
    ['1.2345', 'CLF'],
    ['9999999999.99', 'GBP'],
  ];
  for (const bound of [min, max]) {
    if (bound !== null) candidates.push([unscaled(scaled(bound, 2), 2), 'EUR']);
  }
  const minorUnits: Readonly<Record<string, number>> = { JPY: 0, KWD: 3, CLF: 4 };
  return candidates
    .filter(([amount]) => within(amount, min, max))
    .map(([amount, currency]) => {
      const digits = minorUnits[currency] ?? 2;
      const exact = unscaled(scaled(amount, digits), digits);
      return whole(`${amount} ${currency}`, { amount, currency }, { amount: exact, currency });
    });
}
