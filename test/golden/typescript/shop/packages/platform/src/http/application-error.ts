import type { ApplicationError, StoredResponse } from '@packages/kernel/application';
import { invalid, unavailable, type Problem } from './problem.ts';

export function problemOf(error: Exclude<ApplicationError, { kind: 'replayed' }>): Problem {
  switch (error.kind) {
    case 'not-found':
      return notFound;
    case 'invalid':
      return invalid(error.violations);
    case 'stale':
      return {
        code: 'precondition-failed',
        detail: 'The resource is not, or no longer, at the version that If-Match names.',
      };
    case 'transition-not-allowed':
      return {
        code: 'transition-not-allowed',
        detail: `From the status ${error.status} there is no ${error.transition}.`,
      };
    case 'taken':
      return {
        code: 'conflict',
        detail: 'Another resource has these values already.',
        errors: error.violations,
      };
    case 'key-reused':
      return {
        code: 'idempotency-key-reuse',
        detail: 'This Idempotency-Key was sent before with another body.',
        errors: [
          {
            parameter: 'Idempotency-Key',
            code: 'not-unique',
            message: 'belongs to another request',
          },
        ],
      };
    case 'in-progress':
      return {
        code: 'request-in-progress',
        detail: 'The first request with this Idempotency-Key has not ended yet.',
        headers: { 'retry-after': String(error.retryAfterSeconds) },
      };
    case 'unavailable':
      return unavailable(error.retryAfterSeconds);
  }
}

export const notFound: Problem = {
  code: 'not-found',
  detail: 'No resource has this address.',
};

export const replayed = ({ status, headers, body }: StoredResponse): StoredResponse => ({
  status,
  headers: { ...headers, 'idempotency-replayed': 'true' },
  body,
});
