import type { Violation } from './violation.ts';

/** A unique field holds a value that another aggregate has already. */
export interface Taken {
  readonly kind: 'taken';
  readonly violations: readonly Violation[];
}

/** The lifecycle has no such step from where the aggregate is. */
export interface TransitionNotAllowed {
  readonly kind: 'transition-not-allowed';
  readonly transition: string;
  readonly status: string;
}
