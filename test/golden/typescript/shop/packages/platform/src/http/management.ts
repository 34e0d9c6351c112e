import type { Registry } from 'prom-client';
import { correlationIdOf } from './correlation-id.ts';
import type { Problem } from './problem.ts';
import { encodeReply, problemResponse, toResponse, type EncodedReply } from './response.ts';
import { pathOf } from './target.ts';

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
  async function readiness(): Promise<EncodedReply> {
    const results = await Promise.all(checks.map(runCheck));
    const ready = started() && !draining() && results.every(([, passed]) => passed);
    return health(ready, { ...Object.fromEntries(results), draining: draining() });
  }
  const answers: Readonly<Record<string, () => EncodedReply | Promise<EncodedReply>>> = {
    '/health/live': () => health(true, {}),
    '/health/startup': () => health(started(), {}),
    '/health/ready': readiness,
    '/metrics': async () => ({
      status: 200,
      headers: { 'content-type': metrics.contentType },
      body: await metrics.metrics(),
    }),
  };

  return async ({ method, url, headers }: Request): Promise<Response> => {
    const path = pathOf(url);
    const origin = { path, context: { correlationId: correlationIdOf(headers) } };
    const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
    if (answer === undefined) return problemResponse(unknown, origin);
    if (method !== 'GET' && method !== 'HEAD') return problemResponse(readOnly, origin);
    return toResponse(await answer(), origin);
  };
}

const unknown: Problem = { code: 'not-found', detail: 'Nothing is told here.' };

const readOnly: Problem = {
  code: 'method-not-allowed',
  detail: 'This address answers GET, HEAD.',
  headers: { allow: 'GET, HEAD' },
};

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

const health = (passed: boolean, checks: Readonly<Record<string, boolean>>): EncodedReply =>
  encodeReply({ status: passed ? 200 : 503, body: { status: passed ? 'up' : 'down', checks } });
