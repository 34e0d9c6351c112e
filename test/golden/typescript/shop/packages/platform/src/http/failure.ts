import type { Telemetry } from '../telemetry/index.ts';
import { failSpan } from '../telemetry/index.ts';
import type { Exchange } from './exchange.ts';
import { internal, unavailable, type Problem } from './problem.ts';

/**
 * What the caller learns of something thrown: that a dependency is unavailable, where the error
 * carries `retryAfterSeconds`, and otherwise nothing. The log has the rest.
 */
export function problemOfFailure(
  error: unknown,
  exchange: Exchange,
  telemetry: Telemetry,
): Problem {
  exchange.errorType = error instanceof Error ? error.name : typeof error;
  if (exchange.context.span !== null) failSpan(exchange.context.span, error);
  const retryAfterSeconds = retryAfterOf(error);
  if (retryAfterSeconds !== null) {
    telemetry.logger.warn({ error }, 'a dependency is unavailable');
    return unavailable(retryAfterSeconds);
  }
  telemetry.logger.error({ error }, 'a request failed');
  return internal;
}

const retryAfterOf = (error: unknown): number | null =>
  error instanceof Error &&
  'retryAfterSeconds' in error &&
  typeof error.retryAfterSeconds === 'number'
    ? error.retryAfterSeconds
    : null;
