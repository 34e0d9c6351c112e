import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Field } from '../../../src/blueprint/model.ts';
import { fieldModel } from '../../../src/stacks/typescript/view/field-types.ts';
import { acceptedValues, refusedSamples } from '../../../src/stacks/typescript/view/samples.ts';
import { scaled, unscaled } from '../../../src/stacks/typescript/view/scaled.ts';

function field(given: Partial<Field> & Pick<Field, 'type'>): Field {
  return {
    name: 'value',
    optional: false,
    unique: false,
    immutable: false,
    minLength: null,
    maxLength: null,
    pattern: null,
    min: null,
    max: null,
    ...given,
  };
}

describe('example values', () => {
  test.each([
    ['^[A-Z0-9-]+$', 3, 40],
    ['^[a-z0-9-]+$', 1, 60],
    ['^\\p{Lu}[a-z0-9_-]+$', 2, 8],
    ['^[^"\'\\\\`$/]+$', 1, 40],
    ['\\d', 3, 12],
    ['^(?:AB|CD)\\d{4}$', null, null],
    ['^[A-Z]{2}-\\d{3,5}$', null, 255],
  ])('of texts like %s match it', (pattern, minLength, maxLength) => {
    const values = acceptedValues(
      fieldModel(field({ type: { kind: 'string' }, pattern, minLength, maxLength })),
    );
    expect(values.length).toBeGreaterThan(1);
    expect(new Set(values).size).toBe(values.length);
    for (const value of values) expect(value).toMatch(new RegExp(pattern, 'u'));
  });

  test.each([
    ['12.305', '12.315', 12.31],
    ['-0.001', '0.001', 0],
    ['-0.019', '-0.001', -0.01],
  ])('of money between %s and %s are of whole cents', (min, max, expected) => {
    const values = acceptedValues(fieldModel(field({ type: { kind: 'money' }, min, max })));
    expect(values.map((value) => Number((value as { amount: string }).amount))).toContain(expected);
  });

  test.each([
    ['email', 3, 3],
    ['email', 0, 5],
    ['email', 0, 13],
    ['email', 200, 254],
    ['url', 8, 8],
    ['url', 0, 9],
    ['url', 0, 16],
    ['url', 500, 2048],
  ] as const)('of %s of %i to %i characters have its form', (kind, minLength, maxLength) => {
    const forms = {
      email: /^[\w.]+@[a-z0-9]{1,63}(?:\.[a-z]{2,63})?$/,
      url: /^https?:\/\/[a-z]+(?:\.[a-z]+)?(?:\/\w*)?$/,
    };
    const [first] = acceptedValues(fieldModel(field({ type: { kind }, minLength, maxLength })));
    expect(first).toMatch(forms[kind]);
    expect(String(first).length).toBeGreaterThanOrEqual(minLength);
    expect(String(first).length).toBeLessThanOrEqual(maxLength);
  });

  test('of numbers lie between the bounds, and refused ones do not', () => {
    const bounds = fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.nat({ max: 1000 }));
    fc.assert(
      fc.property(
        bounds,
        fc.constantFrom('integer' as const, 'decimal' as const),
        ([min, span], kind) => {
          const max = min + span;
          const model = fieldModel(
            field({
              type: { kind },
              min: kind === 'integer' ? min : String(min),
              max: kind === 'integer' ? max : String(max),
            }),
          );
          const values = acceptedValues(model).map(Number);
          expect(values.length).toBeGreaterThan(0);
          for (const value of values) expect(value >= min && value <= max).toBe(true);
          const outside = refusedSamples(model).filter(
            ({ code }) => code === 'min' || code === 'max',
          );
          expect(outside.map(({ value }) => Number(value))).toEqual([min - 1, max + 1]);
        },
      ),
    );
  });

  test('of money have the digits of their currency', () => {
    const model = fieldModel(field({ type: { kind: 'money' }, min: '0.1', max: '10' }));
    for (const value of acceptedValues(model)) {
      expect(value).toMatchObject({
        amount: expect.stringMatching(/^\d+\.\d{2}$/),
        currency: 'EUR',
      });
    }
  });
});

test('decimals are scaled exactly', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
      fc.nat({ max: 9 }),
      (units, scale) => {
        expect(scaled(unscaled(units, scale), scale)).toBe(units);
      },
    ),
  );
  expect(scaled('0.001', 2)).toBeNull();
  expect(scaled('0.100', 2)).toBe(10n);
});
