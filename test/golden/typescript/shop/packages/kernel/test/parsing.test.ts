import {
  boolean,
  date,
  decimal,
  email,
  integer,
  json,
  oneOf,
  optional,
  required,
  shape,
  text,
  timestamp,
  url,
  uuid,
  type Parser,
} from '@packages/kernel';
import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';

function codesOf(parser: Parser<unknown>, value: unknown): readonly string[] {
  const parsed = parser(value, '/field');
  return parsed.ok ? [] : parsed.error.map(({ code }) => code);
}

describe('text', () => {
  test('is measured in code points', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (value) => {
        fc.pre(!value.includes('\0'));
        const length = [...value].length;
        expect(codesOf(text({ minLength: length, maxLength: length }), value)).toEqual([]);
        expect(codesOf(text({ minLength: length + 1 }), value)).toEqual(['min-length']);
        if (length > 0)
          expect(codesOf(text({ maxLength: length - 1 }), value)).toEqual(['max-length']);
      }),
    );
  });

  test('matches its pattern anywhere unless anchored', () => {
    expect(codesOf(text({ pattern: /b/u }), 'abc')).toEqual([]);
    expect(codesOf(text({ pattern: /^b/u }), 'abc')).toEqual(['pattern']);
    expect(codesOf(text({ pattern: /^.$/u }), '😀')).toEqual([]);
  });

  test('is not matched where it is too long, which could take hours', () => {
    const slow = text({ maxLength: 10, pattern: /^(?:a+)+$/u });
    expect(codesOf(slow, `${'a'.repeat(100)}!`)).toEqual(['max-length']);
  });

  test.each(['a\0', '\ud800', 'a\udc00'])('refuses %j, which no database holds', (value) => {
    expect(codesOf(text(), value)).toEqual(['invalid-character']);
  });
});

describe('a date', () => {
  const calendar = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T00:00:00Z'),
    noInvalidDate: true,
  });

  test('is any day of the calendar', () => {
    fc.assert(
      fc.property(calendar, (day) => {
        expect(codesOf(date(), day.toISOString().slice(0, 10))).toEqual([]);
      }),
    );
  });

  test.each([
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '0000-01-01',
    '2026-1-1',
    '',
  ])('is not %p', (value) => {
    expect(codesOf(date(), value)).toEqual(['format']);
  });
});

describe('a timestamp', () => {
  test.each([
    ['2026-01-15T09:30:00Z', '2026-01-15T09:30:00.000Z'],
    ['2026-01-15t09:30:00.5z', '2026-01-15T09:30:00.500Z'],
    ['2026-01-15T09:30:00.123987+02:00', '2026-01-15T07:30:00.123Z'],
    ['2025-12-31T23:30:00-05:30', '2026-01-01T05:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('%s is %s', (value, instant) => {
    expect(timestamp()(value, '')).toEqual({ ok: true, value: new Date(instant) });
  });

  test.each([
    '2026-02-29T00:00:00Z',
    '2026-01-15T24:00:00Z',
    '2026-01-15T09:60:00Z',
    '2026-01-15T09:30:60Z',
    '2026-01-15T09:30:00',
    '2026-01-15 09:30:00Z',
    '2026-01-15T09:30:00+24:00',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
  ])('is not %p', (value) => {
    expect(codesOf(timestamp(), value)).toEqual(['format']);
  });
});

describe('formats', () => {
  test('a UUID is written in lower case', () => {
    expect(uuid()('01890A5D-AC96-774B-BCCE-B302099A8057', '')).toEqual({
      ok: true,
      value: '01890a5d-ac96-774b-bcce-b302099a8057',
    });
  });

  test.each([
    [email({}), 'first.last+tag@sub.example.co.uk'],
    [url({}), 'https://example.com:8443/a/b?c=d&e=%20#f'],
    [url({}), 'http://[::1]/'],
  ])('%#: takes %s', (parser, value) => {
    expect(codesOf(parser, value)).toEqual([]);
  });

  test.each([
    [uuid(), '01890a5d'],
    [email({}), 'nobody'],
    [email({}), 'a b@example.com'],
    [email({}), 'a@-example.com'],
    [email({}), '.a@example.com'],
    [email({}), `${'a'.repeat(65)}@example.com`],
    [email({}), 'a..b@example.com'],
    [url({}), 'javascript:alert(1)'],
    [url({}), '/relative'],
    [url({}), 'https://user:secret@example.com/'],
    [url({}), 'https://example.com/a b'],
    [url({}), 'https://example.com/%zz'],
  ])('%#: refuses %s', (parser, value) => {
    expect(codesOf(parser, value)).toEqual(['format']);
  });
});

describe('numbers, choices and JSON', () => {
  test.each([
    [integer({ min: 1, max: 3 }), 0, 'min'],
    [integer({ min: 1, max: 3 }), 4, 'max'],
    [integer(), 1.5, 'type'],
    [integer(), Number.NaN, 'type'],
    [integer(), 2 ** 53, 'max'],
    [integer(), '1', 'type'],
    [decimal({ min: '0.001' }), '0.0009', 'min'],
    [decimal({ max: '9007199254740993' }), '9007199254740994', 'max'],
    [decimal(), 1.5, 'type'],
    [boolean(), 'true', 'type'],
    [oneOf(['web', 'app']), 'fax', 'enum'],
    [json(), { text: 'a\0' }, 'invalid-character'],
    [json(), { '\ud800': 1 }, 'invalid-character'],
    [json(), [Number.POSITIVE_INFINITY], 'type'],
    [json(), undefined, 'type'],
  ])('%#: refuses %p as %s', (parser, value, code) => {
    expect(codesOf(parser, value)).toEqual([code]);
  });

  test.each([
    [integer({ min: 1, max: 3 }), 1],
    [integer({ min: 1, max: 3 }), 3],
    [oneOf(['web', 'app']), 'app'],
    [json(), { a: [1, 'two', null, { b: false }] }],
  ])('%#: takes %j', (parser, value) => {
    expect(parser(value, '')).toEqual({ ok: true, value });
  });
});

describe('a shape', () => {
  const book = shape<{ isbn: string; title: string; constructor: string | null }>(
    {
      isbn: required(text()),
      title: required(text({ maxLength: 5 })),
      constructor: optional(text()),
    },
    { immutable: ['isbn'] },
  );

  test('fills in what is optional', () => {
    expect(book.parse({ isbn: '1', title: 'Emma' })).toEqual({
      ok: true,
      value: { isbn: '1', title: 'Emma', constructor: null },
    });
  });

  test('names everything that is wrong at once', () => {
    expect(book.parse({ title: 'Persuasion', pages: 3, 'a/b': 1 } as object)).toMatchObject({
      ok: false,
      error: [
        { pointer: '/isbn', code: 'required' },
        { pointer: '/title', code: 'max-length' },
        { pointer: '/pages', code: 'unknown-field' },
        { pointer: '/a~1b', code: 'unknown-field' },
      ],
    });
  });

  test('takes only the changes that are named', () => {
    expect(book.parseChanges({ title: 'Emma' })).toMatchObject({
      ok: true,
      value: { title: 'Emma' },
    });
    expect(book.parseChanges({ isbn: '1' })).toMatchObject({
      error: [{ pointer: '/isbn', code: 'immutable' }],
    });
    expect(book.parseChanges({ title: null })).toMatchObject({
      error: [{ pointer: '/title', code: 'required' }],
    });
  });
});
