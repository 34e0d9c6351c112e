import { err, ok } from './result.ts';
import type { Parsed } from './parsing/parser.ts';

export const decimalForm = /^-?(?:0|[1-9]\d*)(?:\.(\d+))?$/;

/** Longer ones are refused: no amount of a business needs them, and every database holds this many. */
export const longestDecimal = 40;

/** An exact decimal number. Keeps the scale it was given: `1.50` stays `1.50`. */
export class Decimal {
  readonly #units: bigint;
  readonly #scale: number;

  private constructor(units: bigint, scale: number) {
    this.#units = units;
    this.#scale = scale;
  }

  static parse(value: unknown, pointer: string): Parsed<Decimal> {
    if (typeof value !== 'string') {
      return err([{ pointer, code: 'type', message: 'must be a string' }]);
    }
    if (value.length > longestDecimal) {
      const message = `must be at most ${longestDecimal} characters long`;
      return err([{ pointer, code: 'max-length', message }]);
    }
    const match = decimalForm.exec(value);
    if (match === null) {
      return err([{ pointer, code: 'format', message: 'must be a decimal number such as 12.50' }]);
    }
    return ok(new Decimal(BigInt(value.replace('.', '')), match[1]?.length ?? 0));
  }

  /** Takes what is known to be a decimal: a constant of the code, or a value stored by it. */
  static of(value: string): Decimal {
    const decimal = Decimal.parse(value, '');
    if (!decimal.ok) throw new Error(`Not a decimal number: ${value}`);
    return decimal.value;
  }

  static ofUnits(units: bigint, scale: number): Decimal {
    return new Decimal(units, scale);
  }

  /** Digits after the point. */
  get scale(): number {
    return this.#scale;
  }

  /** Negative, zero or positive, as for sorting; `1.5` and `1.50` are the same number. */
  compare(other: Decimal): number {
    const scale = Math.max(this.#scale, other.#scale);
    const difference = this.unitsAt(scale) - other.unitsAt(scale);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  /** The number in units of 10^-scale, where `scale` is at least its own. */
  unitsAt(scale: number): bigint {
    return this.#units * 10n ** BigInt(scale - this.#scale);
  }

  toString(): string {
    const sign = this.#units < 0n ? '-' : '';
    const digits = (this.#units < 0n ? -this.#units : this.#units)
      .toString()
      .padStart(this.#scale + 1, '0');
    if (this.#scale === 0) return sign + digits;
    const point = digits.length - this.#scale;
    return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
  }
}
