import { Decimal } from '../decimal.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { Money } from '../money.ts';
import { ok } from '../result.ts';
import { pointerTo } from '../violation.ts';
import { refuse, type Parsed, type Parser } from './parser.ts';
import { isStorable } from './text.ts';

export function integer({
  min = Number.MIN_SAFE_INTEGER,
  max = Number.MAX_SAFE_INTEGER,
}: { readonly min?: number; readonly max?: number } = {}): Parser<number> {
  return (value, pointer) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      return refuse(pointer, 'type', 'must be an integer');
    }
    if (value < min) return refuse(pointer, 'min', `must be at least ${min}`);
    if (value > max) return refuse(pointer, 'max', `must be at most ${max}`);
    return ok(value);
  };
}

/** Bounds, inclusive, as decimal numbers: exact where a float would not be. */
export interface DecimalConstraints {
  readonly min?: string;
  readonly max?: string;
}

export function decimal(constraints: DecimalConstraints = {}): Parser<Decimal> {
  const within = range(constraints);
  return (value, pointer) => {
    const parsed = Decimal.parse(value, pointer);
    return parsed.ok ? within(parsed.value, parsed.value, pointer) : parsed;
  };
}

/** The bounds hold for the amount, whatever the currency. */
export function money(constraints: DecimalConstraints = {}): Parser<Money> {
  const within = range(constraints);
  return (value, pointer) => {
    const parsed = Money.parse(value, pointer);
    if (!parsed.ok) return parsed;
    return within(parsed.value, parsed.value.amount, pointerTo(pointer, 'amount'));
  };
}

function range({ min, max }: DecimalConstraints) {
  const lowest = min === undefined ? null : Decimal.of(min);
  const highest = max === undefined ? null : Decimal.of(max);
  return <T>(value: T, number: Decimal, pointer: string): Parsed<T> => {
    if (lowest !== null && number.compare(lowest) < 0) {
      return refuse(pointer, 'min', `must be at least ${lowest}`);
    }
    if (highest !== null && number.compare(highest) > 0) {
      return refuse(pointer, 'max', `must be at most ${highest}`);
    }
    return ok(value);
  };
}

export function boolean(): Parser<boolean> {
  return (value, pointer) =>
    typeof value === 'boolean' ? ok(value) : refuse(pointer, 'type', 'must be true or false');
}

export function oneOf<const Value extends string>(values: readonly Value[]): Parser<Value> {
  return (value, pointer) => {
    const member = values.find((each) => each === value);
    return member === undefined
      ? refuse(pointer, 'enum', `must be one of ${values.join(', ')}`)
      : ok(member);
  };
}

/** Any JSON that a database can hold. */
export function json(): Parser<JsonValue> {
  return (value, pointer) => {
    if (!isJson(value)) return refuse(pointer, 'type', 'must be JSON');
    return holdsOnlyStorableText(value)
      ? ok(value)
      : refuse(pointer, 'invalid-character', 'must not hold U+0000 or a lone surrogate');
  };
}

function isJson(value: unknown): value is JsonValue {
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (isJsonObject(value)) return Object.values(value).every(isJson);
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

function holdsOnlyStorableText(value: JsonValue): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(
    ([member, inner]) => isStorable(member) && holdsOnlyStorableText(inner),
  );
}
