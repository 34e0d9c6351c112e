import { matchesPattern } from '../../../blueprint/pattern/matches.ts';
import { exampleOf } from './http/examples.ts';
import type { FieldModel } from './model.ts';
import { scaled, unscaled } from './scaled.ts';

/** A value that a field refuses, and how. */
export interface RefusedSample {
  readonly name: string;
  /** JSON value, or a TypeScript expression where it would be too long to read */
  readonly value: unknown;
  readonly expression?: string;
  /** JSON pointer below the field, e.g. `/amount` */
  readonly below: string;
  readonly code: string;
}

/** Up to three different values that the field accepts; none where no pattern's match was found. */
export function acceptedValues(field: FieldModel): readonly unknown[] {
  const known = accepted.get(field);
  if (known !== undefined) return known;
  const values = distinctAccepted(field);
  accepted.set(field, values);
  return values;
}

const accepted = new WeakMap<FieldModel, readonly unknown[]>();

function distinctAccepted(field: FieldModel): readonly unknown[] {
  const seen = new Set<string>();
  const values = candidates(field).filter((value) => {
    const text = JSON.stringify(value);
    return accepts(field, value) && !seen.has(text) && seen.add(text);
  });
  return values.slice(0, 3);
}

function candidates(field: FieldModel): readonly unknown[] {
  const example = exampleOf(field);
  switch (field.kind) {
    case 'string':
    case 'text':
      return [example, ...variationsOf(String(example))];
    case 'email':
      return [example, 'ada@example.com', 'alan@example.org', 'a@b.io'];
    case 'url':
      return [example, 'https://example.org/', 'https://example.net/a', 'http://a.io'];
    case 'integer':
      return [example, field.min, field.max, ...[1, -1, 2].map((step) => Number(example) + step)];
    case 'decimal':
      return [example, field.min, field.max, '12.5', '7.25', '3'];
    case 'money':
      return ['12.30', field.min, field.max, '7.25', '3.00', ...centsAt(field.min)].map(euros);
    case 'boolean':
      return [true, false];
    case 'date':
      return ['2026-01-15', '2026-02-28', '2024-02-29'];
    case 'timestamp':
      return ['2026-01-15T09:30:00.000Z', '2026-02-28T00:00:00.000Z', '2024-02-29T23:59:59.999Z'];
    case 'uuid':
    case 'ref':
      return [
        '01890a5d-ac96-774b-bcce-b302099a8057',
        '01890a5d-ac96-774b-bcce-b302099a8058',
        '01890a5d-ac96-774b-bcce-b302099a8059',
      ];
    case 'enum':
      return field.values;
    case 'json':
      return [example, { key: 'other' }, [1, 2]];
  }
}

/** An amount in euros; null where it has more digits than cents. */
function euros(amount: number | string | null): unknown {
  if (amount === null) return null;
  const cents = scaled(String(amount), 2);
  return cents === null ? null : { amount: unscaled(cents, 2), currency: 'EUR' };
}

/** The amounts in cents around a bound of more digits. */
function centsAt(bound: number | string | null): readonly string[] {
  const exact = scaled(String(bound), finest);
  if (exact === null) return [];
  const cents = exact / 10n ** BigInt(finest - 2);
  return [cents, cents + 1n].map((amount) => unscaled(amount, 2));
}

/** Texts that differ from another in one character. */
function variationsOf(text: string): string[] {
  const characters = [...text];
  const places = characters.map((_, index) => index).toReversed();
  return places.flatMap((place) =>
    [...'012abcXYZ'].map((character) => characters.with(place, character).join('')),
  );
}

function accepts(field: FieldModel, value: unknown): boolean {
  switch (field.kind) {
    case 'string':
    case 'text':
    case 'email':
    case 'url':
      return typeof value === 'string' && fitsText(field, value);
    case 'integer':
      return (
        Number.isSafeInteger(value) &&
        (field.min === null || Number(value) >= Number(field.min)) &&
        (field.max === null || Number(value) <= Number(field.max))
      );
    case 'decimal':
      return typeof value === 'string' && isWithin(field, value);
    case 'money':
      return (
        typeof value === 'object' &&
        value !== null &&
        'amount' in value &&
        isWithin(field, String(value.amount))
      );
    default:
      return true;
  }
}

function fitsText(field: FieldModel, value: string): boolean {
  const { length } = [...value];
  return (
    length >= (field.minLength ?? 0) &&
    length <= (field.maxLength ?? Infinity) &&
    (field.pattern === null || matchesPattern(field.pattern, value))
  );
}

const finest = 40;

function isWithin({ min, max }: FieldModel, value: string): boolean {
  const number = scaled(value, finest);
  if (number === null) return false;
  const lowest = min === null ? null : scaled(String(min), finest);
  const highest = max === null ? null : scaled(String(max), finest);
  return (lowest === null || number >= lowest) && (highest === null || number <= highest);
}

/** Values just outside of what the field accepts. */
export function refusedSamples(field: FieldModel): readonly RefusedSample[] {
  const samples = ofKind(field);
  if (field.optional) return samples;
  return [{ name: 'nothing', value: null, below: '', code: 'required' }, ...samples];
}

function ofKind(field: FieldModel): RefusedSample[] {
  const refused = (name: string, value: unknown, code: string, below = ''): RefusedSample => ({
    name,
    value,
    below,
    code,
  });
  switch (field.kind) {
    case 'string':
    case 'text':
      return [refused('a number', 7, 'type'), ...textSamples(field)];
    case 'email':
      return [...textSamples(field), ...formatSample(field, 'nobody.example.com')];
    case 'url':
      return [...textSamples(field), ...formatSample(field, 'ftp://example.com/')];
    case 'integer':
      return [refused('a fraction', 1.5, 'type'), ...integerSamples(field)];
    case 'decimal':
      return [
        refused('a number', 1.5, 'type'),
        refused('an exponent', '1e3', 'format'),
        ...decimalSamples(field, null),
      ];
    case 'money':
      return [
        refused('a number', 1.5, 'type'),
        refused(
          'a currency nobody uses',
          { amount: '12.30', currency: 'XXX' },
          'currency',
          '/currency',
        ),
        refused('a fraction of a cent', { amount: '12.301', currency: 'EUR' }, 'scale', '/amount'),
        ...decimalSamples(field, 2),
      ];
    case 'boolean':
      return [refused('a word', 'true', 'type')];
    case 'date':
      return [refused('a day that is not in the calendar', '2026-02-30', 'format')];
    case 'timestamp':
      return [refused('an hour that no day has', '2026-01-15T24:30:00Z', 'format')];
    case 'uuid':
    case 'ref':
      return [refused('something else', 'not-a-uuid', 'format')];
    case 'enum':
      return [refused('a stranger', distinctFrom(field.values), 'enum')];
    case 'json':
      return [refused('a character that cannot be stored', { text: '\0' }, 'invalid-character')];
  }
}

function distinctFrom(values: readonly string[]): string {
  let stranger = 'none of these';
  while (values.includes(stranger)) stranger += '!';
  return stranger;
}

function textSamples(field: FieldModel): RefusedSample[] {
  const { minLength, maxLength, pattern } = field;
  const samples: RefusedSample[] = [
    { name: 'half a character', value: '\ud800', below: '', code: 'invalid-character' },
  ];
  if (minLength !== null && minLength > 0) {
    samples.push(repeated('too short', minLength - 1, 'min-length'));
  }
  if (maxLength !== null) samples.push(repeated('too long', maxLength + 1, 'max-length'));
  if (pattern !== null) {
    const stranger = ['', ' ', '!', 'ß', '0', 'a', '?!'].find(
      (text) => !matchesPattern(pattern, text),
    );
    if (stranger !== undefined) {
      samples.push({ name: 'off the pattern', value: stranger, below: '', code: 'pattern' });
    }
  }
  return samples;
}

function repeated(name: string, count: number, code: string): RefusedSample {
  return {
    name,
    value: 'x'.repeat(Math.min(count, 10)),
    expression: `'x'.repeat(${count})`,
    below: '',
    code,
  };
}

function formatSample(field: FieldModel, value: string): RefusedSample[] {
  return fitsText(field, value)
    ? [{ name: 'off the format', value, below: '', code: 'format' }]
    : [];
}

function integerSamples({ min, max }: FieldModel): RefusedSample[] {
  const samples: RefusedSample[] = [];
  const add = (name: string, value: number, code: string): void => {
    if (Number.isSafeInteger(value)) samples.push({ name, value, below: '', code });
  };
  if (min !== null) add('too little', Number(min) - 1, 'min');
  if (max !== null) add('too much', Number(max) + 1, 'max');
  return samples;
}

/** One unit of the bound's last digit outside of it; `scale` is the most digits that may be. */
function decimalSamples(field: FieldModel, scale: number | null): RefusedSample[] {
  const sample = (
    name: string,
    bound: number | string | null,
    step: bigint,
    code: string,
  ): RefusedSample[] => {
    if (bound === null) return [];
    const text = String(bound);
    const digits = scale ?? text.split('.')[1]?.length ?? 0;
    const units = scaled(text, digits);
    if (units === null) return [];
    const value = unscaled(units + step, digits);
    return scale === null
      ? [{ name, value, below: '', code }]
      : [{ name, value: { amount: value, currency: 'EUR' }, below: '/amount', code }];
  };
  return [
    ...sample('too little', field.min, -1n, 'min'),
    ...sample('too much', field.max, 1n, 'max'),
  ];
}
