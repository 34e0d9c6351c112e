import { Elysia, type AnyElysia } from 'elysia';
import type { Telemetry } from '../telemetry/index.ts';
import type { Admission } from './admission.ts';
import type { Cors } from './cors.ts';
import { exchangeOf } from './exchange.ts';
import { problemOfFailure } from './failure.ts';
import type { Problem } from './problem.ts';
import { problemResponse, toResponse } from './response.ts';
import { allowedMethods, type Route } from './route.ts';

export interface ApplicationOptions {
  readonly controllers: readonly AnyElysia[];
  readonly routes: readonly Route[];
  readonly admission: Admission;
  readonly cors: Cors;
  readonly telemetry: Telemetry;
}

/** All controllers behind one router, which also answers what none of them does. */
export function createApplication({
  controllers,
  routes,
  admission,
  cors,
  telemetry,
}: ApplicationOptions): AnyElysia {
  const app = new Elysia({
    strictPath: true,
    // Otherwise a host of three characters or fewer is taken for a part of the path.
    handler: { standardHostname: false },
  }).onError(async ({ code, error, request }) => {
    const exchange = exchangeOf(request);
    if (code !== 'NOT_FOUND') {
      return problemResponse(problemOfFailure(error, exchange, telemetry), exchange);
    }
    const counted = await admission.count(exchange);
    if (!counted.ok) return problemResponse(counted.error, exchange);
    const allowed = allowedMethods(routes, exchange.path);
    if (allowed.length === 0) return problemResponse(unknownRoute, exchange);
    const preflight = cors.preflight(request, allowed);
    return preflight === null
      ? problemResponse(methodNotAllowed(allowed), exchange)
      : toResponse({ status: 204, headers: preflight, body: '' }, exchange);
  });
  for (const controller of controllers) app.use(controller);
  return app.compile();
}

const unknownRoute: Problem = { code: 'not-found', detail: 'No route has this address.' };

const methodNotAllowed = (allowed: readonly string[]): Problem => ({
  code: 'method-not-allowed',
  detail: `This address answers ${allowed.join(', ')}.`,
  headers: { allow: allowed.join(', ') },
});
