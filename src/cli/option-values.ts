import { InvalidArgumentError } from 'commander';

/** A text; a flag in its place means that the value was forgotten. */
export function text(value: string): string {
  if (value.startsWith('--'))
    throw new InvalidArgumentError('That is a flag; its own value is missing.');
  return value;
}

/** Adds a repeatable option's value to the ones before it. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, text(value)];
}

export function people(value: string): number {
  const number = decimal(value);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('Give a whole number of at least 1.');
}

export function milliseconds(value: string): number {
  const number = decimal(value);
  if (number > 0) return number;
  throw new InvalidArgumentError('Give milliseconds, more than 0.');
}

export function requestsPerSecond(value: string): number {
  const number = decimal(value);
  if (number >= 0) return number;
  throw new InvalidArgumentError('Give requests per second, 0 or more.');
}

/** A number as people write one; NaN for anything else (`1e9`, `0x10`, `Infinity`). */
function decimal(value: string): number {
  return /^[+-]?\d{1,15}(?:\.\d+)?$/.test(value.trim()) ? Number(value) : Number.NaN;
}
