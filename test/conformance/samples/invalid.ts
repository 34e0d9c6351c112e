import type { Field } from '../../../src/blueprint/model.ts';
import type { Json } from '../../support/json.ts';
import { scaled, unscaled } from './decimals.ts';
import { amountWithin, freshValue } from './fresh.ts';
import { bounds, integerRange } from './ranges.ts';

/** A value that has to be refused with a 422 that points at it. */
export interface InvalidSample {
  readonly name: string;
  readonly value?: Json;
  /** JSON text, for what JSON.stringify would not write. */
  readonly raw?: string;
  /** Below the field, e.g. `/amount`. */
  readonly pointer?: string;
  /** Codes that name the fault; absent: any. */
  readonly codes?: readonly string[];
}

/** Values just outside what a field takes, and values of other kinds. */
export function invalidSamples(field: Field): InvalidSample[] {
  const required: InvalidSample[] = field.optional
    ? []
    : field.type.kind === 'json'
      ? []
      : [{ name: 'null', value: null }];
  return [...required, ...ofKind(field)];
}

function ofKind(field: Field): InvalidSample[] {
  const type = field.type;
  switch (type.kind) {
    case 'string':
    case 'text':
      return [...strings(field), ...wrongTypes('x')];
    case 'email':
      return [
        ...refused('format', ['', 'a', 'a@', '@example.com', 'a b@example.com', 'a@b@example.com']),
        ...refused('format', ['a@example.com\n', 'a@exam ple.com', 'a@.com', '.a@example.com']),
        { name: 'too long', value: `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c.'.repeat(120)}com` },
        ...invalidCharacters('@example.com'),
        ...wrongTypes('x'),
      ];
    case 'url':
      return [
        ...refused('format', ['', 'example.com', '/relative', 'javascript:alert(1)', 'https://']),
        ...refused('format', ['http://exa mple.com', 'https:example', 'data:text/html,x']),
        { name: 'too long', value: `https://example.com/${'a'.repeat(field.maxLength ?? 2048)}` },
        ...invalidCharacters('https://example.com/'),
        ...wrongTypes('x'),
      ];
    case 'uuid':
    case 'ref':
      return [
        ...refused('format', ['', 'x', '0190a5d47b3a7cc18a3b1c2d3e4f5a6b']),
        ...refused('format', [
          '{0190a5d4-7b3a-7cc1-8a3b-1c2d3e4f5a6b}',
          'urn:uuid:0190a5d4-7b3a-7cc1-8a3b-1c2d3e4f5a6b',
          '0190a5d4-7b3a-7cc1-8a3b-1c2d3e4f5a6b\n',
          '0190a5d4-7b3a-7cc1-8a3b-1c2d3e4f5a6',
          '0190a5d4-7b3a-7cc1-8a3b-1c2d3e4f5a6g',
        ]),
        ...wrongTypes('x'),
      ];
    case 'integer':
      return integers(field);
    case 'decimal':
      return decimals(field);
    case 'money':
      return moneys(field);
    case 'boolean':
      return [
        { name: 'the word true', value: 'true' },
        { name: 'one', value: 1 },
        { name: 'zero', value: 0 },
        { name: 'an array', value: [] },
      ];
    case 'date':
      return [
        ...refused('format', [
          '2023-02-29',
          '1900-02-29',
          '2024-13-01',
          '2024-00-10',
          '2024-04-31',
        ]),
        ...refused('format', ['2024-01-00', '2024-1-1', '20240101', '2024-01-01T00:00:00Z', '']),
        ...refused('format', ['+012024-01-01', '0000-01-01', '2024-01-01\n', '10000-01-01']),
        ...wrongTypes('x'),
      ];
    case 'timestamp':
      return [
        ...refused('format', ['2024-02-29T12:30:45', '2023-02-29T00:00:00Z', '2024-01-01']),
        ...refused('format', ['2024-01-01T24:00:00Z', '2024-01-01T12:60:00Z', '']),
        ...refused('format', ['2024-01-01T12:00:00+25:00', '2024-01-01T12:00Z', '1704067200']),
        ...refused('format', ['Mon, 01 Jan 2024 00:00:00 GMT', '2024-01-01T12:00:00+0200']),
        ...wrongTypes('x'),
      ];
    case 'enum': {
      const [value = ''] = type.values;
      const others = [`${value}x`, value.toUpperCase(), value.toLowerCase(), ` ${value}`, ''];
      return [
        ...refused(
          'enum',
          others.filter((other) => !type.values.includes(other)),
        ),
        ...wrongTypes('x'),
      ];
    }
    case 'json':
      return [
        { name: 'U+0000 inside', value: { a: 'x\u0000' } },
        { name: 'U+0000 in a name', value: { 'x\u0000': 1 } },
        { name: 'a lone surrogate inside', raw: '{"a":["\\ud800"]}' },
        { name: 'a lone surrogate in a name', raw: '{"\\udc00":1}' },
      ];
  }
}

function refused(code: string, values: readonly string[]): InvalidSample[] {
  return values.map((value) => ({
    name: JSON.stringify(value.slice(0, 60)),
    value,
    codes: [code, 'pattern', 'min-length', 'max-length'],
  }));
}

function wrongTypes(kind: 'x' | '1'): InvalidSample[] {
  const samples: InvalidSample[] = [
    { name: 'a number', value: 1, codes: ['type'] },
    { name: 'a string', value: '1', codes: ['type'] },
    { name: 'a boolean', value: true, codes: ['type'] },
    { name: 'an array', value: ['x'], codes: ['type'] },
    { name: 'an object', value: { x: 1 }, codes: ['type'] },
  ];
  return samples.filter(({ name }) => name !== (kind === 'x' ? 'a string' : 'a number'));
}

function invalidCharacters(suffix: string): InvalidSample[] {
  const codes = ['invalid-character', 'format', 'pattern'];
  return [
    { name: 'U+0000', raw: JSON.stringify(`a\u0000${suffix}`), codes },
    { name: 'a lone high surrogate', raw: `"a\\ud800${suffix}"`, codes },
    { name: 'a lone low surrogate', raw: `"a\\udc00${suffix}"`, codes },
    { name: 'surrogates the wrong way round', raw: `"\\udc00\\ud800${suffix}"`, codes },
  ];
}

function strings(field: Field): InvalidSample[] {
  const min = field.minLength ?? 0;
  const max = field.maxLength ?? 255;
  // As long as a valid one, so that the characters are all that is wrong.
  const samples = invalidCharacters([...String(freshValue(field))].slice(2).join(''));
  if (min > 0) {
    samples.push({ name: 'empty', value: '', codes: ['min-length', 'pattern'] });
    samples.push({
      name: 'one too short',
      value: 'x'.repeat(min - 1),
      codes: ['min-length', 'pattern'],
    });
  }
  if (min > 1) {
    // Half of it in code points, enough of it in UTF-16 units and in bytes.
    samples.push({ name: 'too short in code points', value: '😀'.repeat(min - 1) });
  }
  if (max <= 200_000) {
    const codes = ['max-length', 'pattern'];
    samples.push({ name: 'one too long', value: 'x'.repeat(max + 1), codes });
    samples.push({ name: 'one too long in code points', value: '😀'.repeat(max + 1), codes });
  }
  if (field.pattern !== null) samples.push(...unlike(field.pattern, field));
  return samples;
}

/** Strings of the right length that the pattern does not take. */
function unlike(pattern: string, field: Field): InvalidSample[] {
  const matches = new RegExp(pattern, 'u');
  const fresh = String(freshValue(field));
  const candidates = [
    '~'.repeat([...fresh].length),
    `${fresh}\n`,
    `\n${fresh}`,
    `${fresh} `,
    ` ${fresh}`,
  ];
  return candidates
    .filter((value) => !matches.test(value))
    .map((value) => ({
      name: `against the pattern: ${JSON.stringify(value.slice(0, 40))}`,
      value,
      codes: ['pattern', 'max-length'],
    }));
}

function integers(field: Field): InvalidSample[] {
  const [low, high] = integerRange(field);
  const samples: InvalidSample[] = [
    { name: 'a fraction', value: 1.5, codes: ['type', 'format'] },
    { name: 'beyond exact integers', raw: '9007199254740993' },
    { name: 'beyond 64 bits', raw: '9223372036854775808' },
    { name: 'thirty digits', raw: '1'.repeat(30) },
    { name: 'beyond numbers', raw: '1e400' },
    { name: 'beyond numbers, negative', raw: '-1e400' },
    ...wrongTypes('1'),
  ];
  if (field.min !== null && Number.isSafeInteger(low - 1)) {
    samples.push({ name: 'below the minimum', value: low - 1, codes: ['min'] });
  }
  if (field.max !== null && Number.isSafeInteger(high + 1)) {
    samples.push({ name: 'above the maximum', value: high + 1, codes: ['max'] });
  }
  return samples;
}

function notDecimals(): readonly string[] {
  return [
    '',
    'abc',
    '1,5',
    '1e5',
    ' 1',
    '1 ',
    '+1',
    '.5',
    '5.',
    '0x1',
    'NaN',
    'Infinity',
    '--1',
    '01',
    '1_000',
    '١',
    '1\n',
  ];
}

function decimals(field: Field): InvalidSample[] {
  const { min, max } = bounds(field);
  return [
    { name: 'a number', value: 1.5, codes: ['type'] },
    { name: 'a boolean', value: true, codes: ['type'] },
    { name: 'an object', value: { amount: '1' }, codes: ['type'] },
    ...notDecimals().map((value) => ({ name: JSON.stringify(value), value })),
    ...(min === null
      ? []
      : [{ name: 'just below', value: justBeyond(min, -1n, 10), codes: ['min', 'scale'] }]),
    ...(max === null
      ? []
      : [{ name: 'just above', value: justBeyond(max, 1n, 10), codes: ['max', 'scale'] }]),
  ];
}

function justBeyond(bound: string, step: bigint, scale: number): string {
  return unscaled(scaled(bound, scale) + step, scale);
}

function moneys(field: Field): InvalidSample[] {
  const { min, max } = bounds(field);
  const amount = amountWithin(field, 0);
  const at = (
    pointer: string,
    name: string,
    value: Json,
    codes?: readonly string[],
  ): InvalidSample => ({
    name,
    value,
    pointer,
    ...(codes === undefined ? {} : { codes }),
  });
  return [
    { name: 'a number', value: 12.3, codes: ['type'] },
    { name: 'a string', value: '12.30 EUR', codes: ['type'] },
    { name: 'an array', value: ['12.30', 'EUR'], codes: ['type'] },
    at('/amount', 'an amount that is a number', { amount: 12.3, currency: 'EUR' }, ['type']),
    at('/amount', 'no amount', { currency: 'EUR' }, ['required']),
    at('/currency', 'no currency', { amount: `${amount}.00` }, ['required']),
    at('/amount', 'an amount of null', { amount: null, currency: 'EUR' }),
    at('/extra', 'another member', { amount: `${amount}.00`, currency: 'EUR', extra: 1 }, [
      'unknown-field',
    ]),
    at('/amount', 'half a yen', { amount: `${amount}.5`, currency: 'JPY' }, ['scale']),
    at('/amount', 'a tenth of a cent', { amount: `${amount}.001`, currency: 'EUR' }, ['scale']),
    at('/amount', 'a tenth of a fils', { amount: `${amount}.0001`, currency: 'KWD' }, ['scale']),
    at('/currency', 'a currency in lower case', { amount: `${amount}.00`, currency: 'eur' }),
    at('/currency', 'a currency that is none', { amount: `${amount}.00`, currency: 'ZZZ' }, [
      'currency',
    ]),
    at('/currency', 'a currency of four letters', { amount: `${amount}.00`, currency: 'EURO' }),
    at('/currency', 'an empty currency', { amount: `${amount}.00`, currency: '' }),
    ...notDecimals().map((value) =>
      at('/amount', `the amount ${JSON.stringify(value)}`, { amount: value, currency: 'EUR' }),
    ),
    ...(min === null
      ? []
      : [
          at('/amount', 'just below', { amount: justBeyond(min, -1n, 2), currency: 'EUR' }, [
            'min',
          ]),
        ]),
    ...(max === null
      ? []
      : [
          at('/amount', 'just above', { amount: justBeyond(max, 1n, 2), currency: 'EUR' }, ['max']),
        ]),
  ];
}
