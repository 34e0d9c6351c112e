import type { Registry } from 'prom-client';
import { securityHeaders } from './response.ts';

export interface ReadinessCheck {
  readonly name: string;
  /** False, or a rejection, is not ready. */
  ready(): Promise<unknown> | boolean;
}

export interface ManagementOptions {
  readonly checks: readonly ReadinessCheck[];
  readonly metrics: Registry;
  readonly started: () => boolean;
  readonly draining: () => boolean;
}

const checkMilliseconds = 2000;

/** What orchestrators and Prometheus ask, on a port of its own that callers never reach. */
export function createManagement({ checks, metrics, started, draining }: ManagementOptions) {
  return async (request: Request): Promise<Response> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'GET only');
    switch (new URL(request.url).pathname) {
      case '/health/live':
        return health(true, {});
      case '/health/startup':
        return health(started(), {});
      case '/health/ready': {
        const results = await Promise.all(checks.map(runCheck));
        const ready = started() && !draining() && results.every(([, passed]) => passed);
        return health(ready, { ...Object.fromEntries(results), draining: draining() });
      }
      case '/metrics':
        return plain(200, await metrics.metrics(), metrics.contentType);
      default:
        return plain(404, 'not found');
    }
  };
}

async function runCheck({ name, ready }: ReadinessCheck): Promise<readonly [string, boolean]> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), checkMilliseconds);
  });
  try {
    return [name, (await Promise.race([ready(), late])) !== false];
  } catch {
    return [name, false];
  } finally {
    clearTimeout(timer);
  }
}

const health = (passed: boolean, checks: Readonly<Record<string, boolean>>): Response =>
  plain(
    passed ? 200 : 503,
    JSON.stringify({ status: passed ? 'up' : 'down', checks }),
    'application/json',
  );

const plain = (status: number, body: string, contentType = 'text/plain'): Response =>
  new Response(body, {
    status,
    headers: { ...securityHeaders, 'content-type': contentType, 'cache-control': 'no-store' },
  });
