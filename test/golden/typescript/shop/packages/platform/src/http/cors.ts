/** Answers browsers of the origins that are allowed by name. */
export interface Cors {
  /** The answer to a preflight request; null where the request is none, or from elsewhere. */
  preflight(request: Request, allowed: readonly string[]): Readonly<Record<string, string>> | null;
  /** What a response to this request carries. */
  headers(request: Request): readonly (readonly [name: string, value: string])[];
}

const exposed =
  'ETag, Location, Retry-After, RateLimit, RateLimit-Policy, Idempotency-Replayed, X-Correlation-Id';
const accepted =
  'Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, Prefer, X-Correlation-Id, Traceparent';
const preflightSeconds = '600';

export function createCors(origins: readonly string[]): Cors {
  const isAllowed = (origin: string | null): origin is string =>
    origin !== null && origins.includes(origin);
  return {
    preflight({ method, headers }, allowed) {
      const origin = headers.get('origin');
      if (method !== 'OPTIONS' || !headers.has('access-control-request-method')) return null;
      if (!isAllowed(origin)) return null;
      return {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': allowed.join(', '),
        'access-control-allow-headers': accepted,
        'access-control-max-age': preflightSeconds,
        vary: 'Origin',
      };
    },
    headers(request) {
      if (origins.length === 0) return [];
      const origin = request.headers.get('origin');
      if (!isAllowed(origin)) return [['vary', 'Origin']];
      return [
        ['access-control-allow-origin', origin],
        ['access-control-expose-headers', exposed],
        ['vary', 'Origin'],
      ];
    },
  };
}
