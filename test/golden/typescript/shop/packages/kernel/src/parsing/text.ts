import { err, ok } from '../result.ts';
import type { Violation } from '../violation.ts';
import { refuse, type Parser } from './parser.ts';

export interface TextConstraints {
  /** in Unicode code points */
  readonly minLength?: number;
  /** in Unicode code points */
  readonly maxLength?: number;
  readonly pattern?: RegExp;
}

export function text(constraints: TextConstraints = {}): Parser<string> {
  return (value, pointer) => {
    if (typeof value !== 'string') return refuse(pointer, 'type', 'must be a string');
    if (!isStorable(value)) {
      return refuse(pointer, 'invalid-character', 'must not hold U+0000 or a lone surrogate');
    }
    const violations = violationsOf(value, pointer, constraints);
    return violations.length === 0 ? ok(value) : err(violations);
  };
}

/** Whether a string is Unicode text without U+0000, which PostgreSQL cannot hold. */
export function isStorable(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0');
}

function violationsOf(value: string, pointer: string, constraints: TextConstraints): Violation[] {
  const { minLength = 0, maxLength = Infinity, pattern } = constraints;
  const length = codePoints(value);
  const violations: Violation[] = [];
  if (length < minLength) {
    const message = `must be at least ${minLength} characters long`;
    violations.push({ pointer, code: 'min-length', message });
  }
  if (length > maxLength) {
    const message = `must be at most ${maxLength} characters long`;
    violations.push({ pointer, code: 'max-length', message });
    // Matching takes longer the longer a text is, and it is refused anyway.
    return violations;
  }
  if (pattern !== undefined && !pattern.test(value)) {
    violations.push({ pointer, code: 'pattern', message: `must match ${pattern.source}` });
  }
  return violations;
}

function codePoints(value: string): number {
  let count = 0;
  for (const _ of value) count += 1;
  return count;
}
