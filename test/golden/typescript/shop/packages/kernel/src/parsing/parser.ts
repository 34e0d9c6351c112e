import type { Result } from '../result.ts';
import { err } from '../result.ts';
import type { Violation, ViolationCode } from '../violation.ts';

/** A value that fits, or every reason why it does not. */
export type Parsed<T> = Result<T, readonly Violation[]>;

/** Turns a value from outside into one the domain can rely on. */
export type Parser<T> = (value: unknown, pointer: string) => Parsed<T>;

export function refuse(pointer: string, code: ViolationCode, message: string): Parsed<never> {
  return err([{ pointer, code, message }]);
}
