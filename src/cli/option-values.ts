import { InvalidArgumentError } from 'commander';

/** Adds a repeatable option's value to the ones before it. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

export function people(text: string): number {
  const number = decimal(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('Give a whole number of at least 1.');
}

export function milliseconds(text: string): number {
  const number = decimal(text);
  if (number > 0) return number;
  throw new InvalidArgumentError('Give milliseconds, more than 0.');
}

export function requestsPerSecond(text: string): number {
  const number = decimal(text);
  if (number >= 0) return number;
  throw new InvalidArgumentError('Give requests per second, 0 or more.');
}

/** A number as people write one; NaN for anything else (`1e9`, `0x10`, `Infinity`). */
function decimal(text: string): number {
  return /^[+-]?\d{1,15}(?:\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
}
