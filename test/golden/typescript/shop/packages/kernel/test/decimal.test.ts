import { Decimal } from '@packages/kernel';
import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.nat({ max: 12 }))
  .map(([units, scale]) => Decimal.ofUnits(units, scale));

describe('a decimal', () => {
  test('is read back as it was written', () => {
    fc.assert(
      fc.property(decimals, (decimal) => {
        const again = Decimal.of(decimal.toString());
        expect(again.toString()).toBe(decimal.toString());
        expect(again.scale).toBe(decimal.scale);
      }),
    );
  });

  test('compares by its number, not by its digits', () => {
    fc.assert(
      fc.property(decimals, fc.nat({ max: 8 }), (decimal, more) => {
        const finer = Decimal.ofUnits(decimal.unitsAt(decimal.scale + more), decimal.scale + more);
        expect(decimal.compare(finer)).toBe(0);
        expect(decimal.compare(Decimal.ofUnits(finer.unitsAt(finer.scale) + 1n, finer.scale))).toBe(
          -1,
        );
      }),
    );
  });

  test('adds nothing a float would', () => {
    expect(Decimal.of('0.1').compare(Decimal.of('0.10'))).toBe(0);
    expect(Decimal.of('9007199254740993').compare(Decimal.of('9007199254740992'))).toBe(1);
  });

  test.each(['', ' 1', '+1', '01', '1.', '.5', '1e3', '0x10', '1,5', 'NaN', '١'])(
    'refuses %p',
    (value) => {
      expect(Decimal.parse(value, '/rate')).toEqual({
        ok: false,
        error: [{ pointer: '/rate', code: 'format', message: expect.any(String) }],
      });
    },
  );

  test('refuses what is longer than any column holds', () => {
    expect(Decimal.parse('9'.repeat(41), '')).toMatchObject({ error: [{ code: 'max-length' }] });
    expect(Decimal.parse('9'.repeat(40), '')).toMatchObject({ ok: true });
  });
});
