import type { SecurityEvent } from '../security/index.ts';
import { runInContext, type Telemetry } from '../telemetry/index.ts';
import { callerAddress } from './address.ts';
import type { Admission } from './admission.ts';
import { correlationIdOf } from './correlation-id.ts';
import type { Cors } from './cors.ts';
import type { Deadlines } from './deadlines.ts';
import { openExchange, type Exchange } from './exchange.ts';
import { problemOfFailure } from './failure.ts';
import { limitHeaders } from './limit-headers.ts';
import { exceededLimit } from './limits.ts';
import { unavailable, type Problem } from './problem.ts';
import { problemResponse } from './response.ts';
import { hasOrigin, pathOf, targetOf } from './target.ts';

export interface EdgeOptions {
  /** Answers a request whose exchange is open. */
  readonly route: (request: Request) => Response | Promise<Response>;
  readonly telemetry: Telemetry;
  readonly admission: Admission;
  readonly cors: Cors;
  readonly deadlines: Deadlines;
  readonly draining: () => boolean;
  readonly trustedProxyHops: number;
}

/** `address`: of the socket; requests without one come from this machine. */
export type Edge = (request: Request, address?: string) => Promise<Response>;

/** What holds for every request and every response, whoever serves it. */
export function createEdge(options: EdgeOptions): Edge {
  const { route, telemetry, admission, cors, deadlines, draining, trustedProxyHops } = options;
  return (request, address = '127.0.0.1') => {
    const startedAt = performance.now();
    const forwardedFor = request.headers.get('x-forwarded-for');
    const caller = callerAddress(address, forwardedFor, trustedProxyHops);
    const exchange = exchangeFor(request, caller, telemetry);
    telemetry.http.started();
    return runInContext(exchange.context, async () => {
      const response = await deadlines.bound(dispatch(request, exchange), () =>
        problemResponse(lateness(exchange), exchange),
      );
      for (const [name, value] of await limitHeaders(exchange, admission)) {
        response.headers.set(name, value);
      }
      for (const [name, value] of cors.headers(request)) {
        // What an endpoint varies by holds as well.
        if (name === 'vary') response.headers.append(name, value);
        else response.headers.set(name, value);
      }
      if (draining()) response.headers.set('connection', 'close');
      record(exchange, response.status, (performance.now() - startedAt) / 1000, telemetry);
      return response;
    });
  };

  async function dispatch(request: Request, exchange: Exchange): Promise<Response> {
    try {
      const refusal = refusalOf(request);
      if (refusal !== null) return problemResponse(refusal, exchange);
      if (request.method !== 'HEAD') {
        openExchange(request, exchange);
        return await route(request);
      }
      const get = new Request(request.url, { headers: request.headers, signal: request.signal });
      openExchange(get, exchange);
      return await withoutBody(await route(get));
    } catch (error) {
      return problemResponse(problemOfFailure(error, exchange, telemetry), exchange);
    }
  }
}

function exchangeFor(
  { method, url, headers }: Request,
  address: string,
  telemetry: Telemetry,
): Exchange {
  const correlationId = correlationIdOf(headers);
  return {
    context: telemetry.tracing.open(headers.get('traceparent'), correlationId, method),
    method,
    path: pathOf(url),
    address,
    route: null,
    limit: null,
    refusal: null,
    receiving: false,
    errorType: null,
  };
}

function refusalOf(request: Request): Problem | null {
  // Two of them arrive joined by a comma, and whoever stands before us may have gone by either.
  if (!hasOrigin(request.url) || request.headers.get('host')?.includes(',') === true) {
    return { code: 'bad-request', detail: 'The Host header names no host, or several.' };
  }
  return exceededLimit(request, targetOf(request.url));
}

const lateness = ({ receiving }: Exchange): Problem =>
  receiving
    ? {
        code: 'request-timeout',
        detail: 'The body did not arrive in time.',
        headers: { connection: 'close' },
      }
    : unavailable(1);

/** HEAD is GET without its body (RFC 9110 §9.3.2). */
async function withoutBody(response: Response): Promise<Response> {
  const { status, headers } = response;
  if (response.body !== null) {
    headers.set('content-length', String((await response.arrayBuffer()).byteLength));
  }
  return new Response(null, { status, headers });
}

const describeRefusal = ({ action, actor, address, details }: SecurityEvent) => ({
  refusal: { action, actor: actor?.id ?? null, address, ...details },
});

function record(exchange: Exchange, status: number, seconds: number, telemetry: Telemetry): void {
  const { method, path, route, refusal, context } = exchange;
  const errorType = exchange.errorType ?? (status >= 500 ? String(status) : null);
  telemetry.http.finished({ method, status, route, errorType, seconds });
  const served = { method, path, route, status, durationMs: Math.round(seconds * 1e6) / 1000 };
  if (refusal === null) telemetry.logger.info(served, 'request served');
  else telemetry.logger.warn({ ...served, ...describeRefusal(refusal) }, 'request refused');
  const { span } = context;
  if (span === null) return;
  if (route !== null) span.updateName(`${method} ${route}`).setAttribute('http.route', route);
  span.setAttribute('http.request.method', method);
  span.setAttribute('http.response.status_code', status);
  span.setAttribute('url.path', path);
  span.end();
}
