import { minorUnitsOf } from './currency.ts';
import { Decimal } from './decimal.ts';
import { isJsonObject } from './json.ts';
import type { Parsed } from './parsing/parser.ts';
import { err, ok } from './result.ts';
import { pointerTo, type Violation } from './violation.ts';

export interface MoneyData {
  /** with exactly the digits of the currency's minor unit, e.g. `12.30` */
  readonly amount: string;
  /** ISO 4217 */
  readonly currency: string;
}

/** An exact amount of one currency, counted in its minor units. */
export class Money {
  readonly #units: bigint;
  readonly #currency: string;
  readonly #scale: number;

  private constructor(units: bigint, currency: string, scale: number) {
    this.#units = units;
    this.#currency = currency;
    this.#scale = scale;
  }

  static parse(value: unknown, pointer: string): Parsed<Money> {
    if (!isJsonObject(value)) {
      return err([{ pointer, code: 'type', message: 'must be an object of amount and currency' }]);
    }
    const violations: Violation[] = Object.keys(value)
      .filter((member) => member !== 'amount' && member !== 'currency')
      .map((member) => ({
        pointer: pointerTo(pointer, member),
        code: 'unknown-field',
        message: 'is not part of an amount of money',
      }));
    const scale = parseCurrency(value['currency'], pointerTo(pointer, 'currency'));
    const amount = parseAmount(value['amount'], pointerTo(pointer, 'amount'));
    if (!scale.ok) violations.push(...scale.error);
    if (!amount.ok) violations.push(...amount.error);
    if (!scale.ok || !amount.ok || violations.length > 0) return err(violations);

    const { currency, digits } = scale.value;
    if (amount.value.scale > digits) {
      const message = `${currency} has ${digits} digits after the point`;
      return err([{ pointer: pointerTo(pointer, 'amount'), code: 'scale', message }]);
    }
    return ok(new Money(amount.value.unitsAt(digits), currency, digits));
  }

  /** Takes what is known to be money: a constant of the code, or a value stored by it. */
  static of(data: MoneyData): Money {
    const money = Money.parse(data, '');
    if (!money.ok) throw new Error(`Not an amount of money: ${data.amount} ${data.currency}`);
    return money.value;
  }

  get amount(): Decimal {
    return Decimal.ofUnits(this.#units, this.#scale);
  }

  get currency(): string {
    return this.#currency;
  }

  plus(other: Money): Money {
    return new Money(this.#units + this.#unitsOf(other), this.#currency, this.#scale);
  }

  minus(other: Money): Money {
    return new Money(this.#units - this.#unitsOf(other), this.#currency, this.#scale);
  }

  equals(other: Money): boolean {
    return this.#currency === other.#currency && this.#units === other.#units;
  }

  toData(): MoneyData {
    return { amount: this.amount.toString(), currency: this.#currency };
  }

  #unitsOf(other: Money): bigint {
    if (other.#currency !== this.#currency) {
      throw new Error(`${this.#currency} and ${other.#currency} do not add up`);
    }
    return other.#units;
  }
}

function parseCurrency(
  value: unknown,
  pointer: string,
): Parsed<{ readonly currency: string; readonly digits: number }> {
  if (value === undefined || value === null) {
    return err([{ pointer, code: 'required', message: 'is required' }]);
  }
  if (typeof value !== 'string') {
    return err([{ pointer, code: 'type', message: 'must be a string' }]);
  }
  const digits = minorUnitsOf(value);
  if (digits === undefined) {
    return err([{ pointer, code: 'currency', message: 'must be an ISO 4217 currency in use' }]);
  }
  return ok({ currency: value, digits });
}

function parseAmount(value: unknown, pointer: string): Parsed<Decimal> {
  if (value === undefined || value === null) {
    return err([{ pointer, code: 'required', message: 'is required' }]);
  }
  return Decimal.parse(value, pointer);
}
