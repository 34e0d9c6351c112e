import { Money } from '@packages/kernel';
import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';

const currencies = [
  ['JPY', 0],
  ['EUR', 2],
  ['KWD', 3],
  ['CLF', 4],
] as const;

const amounts = fc
  .tuple(fc.constantFrom(...currencies), fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }))
  .map(([[currency, digits], units]) => {
    const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
    const point = text.length - digits;
    const amount = digits === 0 ? text : `${text.slice(0, point)}.${text.slice(point)}`;
    return Money.of({ amount: units < 0n ? `-${amount}` : amount, currency });
  });

describe('money', () => {
  test('survives being stored', () => {
    fc.assert(
      fc.property(amounts, (money) => {
        expect(Money.of(money.toData()).equals(money)).toBe(true);
      }),
    );
  });

  test('gives back what was added', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        fc.pre(a.currency === b.currency);
        expect(a.plus(b).minus(b).equals(a)).toBe(true);
      }),
    );
  });

  test('has exactly the digits of its currency', () => {
    expect(Money.of({ amount: '12.3', currency: 'EUR' }).toData().amount).toBe('12.30');
    expect(Money.of({ amount: '-0', currency: 'EUR' }).toData().amount).toBe('0.00');
    expect(Money.of({ amount: '7', currency: 'JPY' }).toData().amount).toBe('7');
  });

  test('does not add up across currencies', () => {
    const euros = Money.of({ amount: '1', currency: 'EUR' });
    expect(() => euros.plus(Money.of({ amount: '1', currency: 'USD' }))).toThrow();
  });

  test.each([
    [{ amount: '12.301', currency: 'EUR' }, '/price/amount', 'scale'],
    [{ amount: '1.5', currency: 'JPY' }, '/price/amount', 'scale'],
    [{ amount: '1', currency: 'DEM' }, '/price/currency', 'currency'],
    [{ amount: '1', currency: 'eur' }, '/price/currency', 'currency'],
    [{ amount: 1, currency: 'EUR' }, '/price/amount', 'type'],
    [{ currency: 'EUR' }, '/price/amount', 'required'],
    [{ amount: '1' }, '/price/currency', 'required'],
    [{ amount: '1', currency: 'EUR', rate: 1 }, '/price/rate', 'unknown-field'],
    ['12.30 EUR', '/price', 'type'],
    [null, '/price', 'type'],
  ])('refuses %j', (value, pointer, code) => {
    const parsed = Money.parse(value, '/price');
    expect(parsed.ok ? [] : parsed.error).toContainEqual(
      expect.objectContaining({ pointer, code }),
    );
  });
});
