import {
  BrokenCircuitError,
  BulkheadRejectedError,
  type CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  TimeoutStrategy,
  bulkhead,
  circuitBreaker,
  handleAll,
  handleWhen,
  retry,
  timeout,
  wrap,
} from 'cockatiel';
import { RetryBudget } from './retry-budget.ts';

const attemptTimeoutMs = 3000;
const retries = 2;
const firstDelayMs = 100;
const longestDelayMs = 1000;
const failuresUntilOpen = 5;
const halfOpenAfterMs = 5000;
const callsAtOnce = 10;
const callsWaiting = 20;

/** How one dependency is called. Its breaker and its places are shared by all its operations. */
export interface Policy {
  readonly breakerState: () => CircuitState;
  /** The signal aborts when the attempt takes too long. */
  execute<T>(idempotent: boolean, attempt: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/**
 * A place in the bulkhead is kept for all attempts of a call; each attempt has a timeout of its
 * own and counts at the breaker. Only what may be done twice is done again.
 */
export function createPolicy(): Policy {
  const budget = new RetryBudget();
  const places = bulkhead(callsAtOnce, callsWaiting);
  const breaker = circuitBreaker(handleAll, {
    breaker: new ConsecutiveBreaker(failuresUntilOpen),
    halfOpenAfter: halfOpenAfterMs,
  });
  const again = retry(
    handleWhen((error) => !(error instanceof BrokenCircuitError) && budget.hasLeft()),
    {
      maxAttempts: retries,
      backoff: new ExponentialBackoff({ initialDelay: firstDelayMs, maxDelay: longestDelayMs }),
    },
  );
  const limit = timeout(attemptTimeoutMs, TimeoutStrategy.Aggressive);
  const once = wrap(places, breaker, limit);
  const repeatedly = wrap(places, again, breaker, limit);

  return {
    breakerState: () => breaker.state,
    execute: (idempotent, attempt) => {
      budget.earn();
      if (!idempotent) return once.execute(({ signal }) => attempt(signal));
      return repeatedly.execute(({ signal, attempt: repetition }) => {
        if (repetition > 0) budget.spend();
        return attempt(signal);
      });
    },
  };
}

/** Refused without a call, because the ones before it failed. */
export function isCircuitOpen(error: unknown): boolean {
  return error instanceof BrokenCircuitError;
}

/** After how many seconds a call that failed like this is worth making again. */
export function retryAfterSeconds(error: unknown): number {
  if (error instanceof BrokenCircuitError) return halfOpenAfterMs / 1000;
  return error instanceof BulkheadRejectedError ? 1 : 2;
}
