import type { Taken, TransitionNotAllowed } from '../failures.ts';
import { err, type Result } from '../result.ts';
import type { Violation } from '../violation.ts';
import type { StoredResponse } from './execution.ts';

/** Every expected way in which a use case fails. */
export type ApplicationError =
  | { readonly kind: 'not-found' }
  | { readonly kind: 'invalid'; readonly violations: readonly Violation[] }
  /** the precondition names another version */
  | { readonly kind: 'stale' }
  | TransitionNotAllowed
  | Taken
  /** the same idempotent request was answered before */
  | { readonly kind: 'replayed'; readonly response: StoredResponse }
  /** the idempotency key belongs to a request with another body */
  | { readonly kind: 'key-reused' }
  /** the same idempotent request is still running */
  | { readonly kind: 'in-progress'; readonly retryAfterSeconds: number }
  /** a dependency does not answer; asking again later is worth it */
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds: number };

export type Outcome<T> = Result<T, ApplicationError>;

export const notFound = err({ kind: 'not-found' } as const);
export const stale = err({ kind: 'stale' } as const);

export function invalid(violations: readonly Violation[]): Outcome<never> {
  return err({ kind: 'invalid', violations });
}
