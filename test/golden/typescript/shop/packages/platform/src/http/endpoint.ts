import { ok, type Result } from '@packages/kernel';
import type { Execution, Outcome, Precondition } from '@packages/kernel/application';
import type { Static, TSchema } from '@sinclair/typebox';
import type { Telemetry } from '../telemetry/index.ts';
import type { Admission } from './admission.ts';
import { readBody } from './body.ts';
import { matchesIfNoneMatch } from './entity-tag.ts';
import { exchangeOf, type Exchange } from './exchange.ts';
import { problemOfFailure } from './failure.ts';
import { fingerprint, idempotencyScope } from './idempotency.ts';
import { inputReader, readParameters } from './input.ts';
import type { Operation } from './operation.ts';
import type { RouteDescription } from './openapi/service-route.ts';
import { encodeOutcome } from './outcome.ts';
import type { PageRequest } from './page.ts';
import type { Problem } from './problem.ts';
import { encodeProblem, toResponse, type EncodedReply, type Reply } from './response.ts';
import { routeTemplate } from './route-template.ts';

/** What a handler gets: everything in it has been checked. */
export interface EndpointRequest<Body> {
  readonly execution: Execution;
  /** Of the path; empty where the path has none. */
  readonly id: string;
  readonly body: Body;
  readonly precondition: Precondition;
  readonly page: PageRequest;
  /** For preferences of the caller: what must hold has been looked at. */
  readonly headers: Headers;
}

/** What is used of the context that Elysia hands to a handler. */
export interface RoutedRequest {
  readonly request: Request;
  /** Absent where the path has none. */
  readonly params?: Readonly<Record<string, string>>;
  readonly route: string;
}

/** A handler that knows which operation it serves; null: it belongs to no context. */
export interface Endpoint {
  (routed: RoutedRequest): Promise<Response>;
  readonly operation: Operation | null;
  /** Of what belongs to no context, where the API's description tells of it. */
  readonly description?: RouteDescription;
}

export type EndpointFactory = <Body extends TSchema, Value>(
  operation: Operation<Body>,
  handle: (request: EndpointRequest<Static<Body>>) => Promise<Outcome<Value>>,
  reply: (value: Value) => Reply,
) => Endpoint;

export interface EndpointDependencies {
  readonly admission: Admission;
  readonly telemetry: Telemetry;
  /**
   * Ends a unit of work in a refusal, so that a retry under the same key gets the same answer even
   * where the application was never asked.
   */
  readonly refuse: (execution: Execution) => Promise<Outcome<never>>;
}

/** A document that needs no token. */
export function publicEndpoint(admission: Admission, read: () => Promise<EncodedReply>): Endpoint {
  const endpoint = async ({ request, route }: RoutedRequest): Promise<Response> => {
    const exchange = exchangeOf(request);
    exchange.route = routeTemplate(route);
    const counted = await admission.count(exchange);
    return toResponse(counted.ok ? await read() : encodeProblem(counted.error, exchange), exchange);
  };
  return Object.assign(endpoint, { operation: null });
}

export const isEndpoint = (handler: unknown): handler is Endpoint =>
  typeof handler === 'function' && 'operation' in handler;

/**
 * Makes endpoints that authenticate, authorise, read, validate and only then ask the application:
 * each step may end the request with a problem.
 */
export function createEndpoints({
  admission,
  telemetry,
  refuse,
}: EndpointDependencies): EndpointFactory {
  return <Body extends TSchema, Value>(
    operation: Operation<Body>,
    handle: (request: EndpointRequest<Static<Body>>) => Promise<Outcome<Value>>,
    reply: (value: Value) => Reply,
  ): Endpoint => {
    const readInput = inputReader(operation.body);

    async function serve(
      request: Request,
      exchange: Exchange,
      pathId: string | undefined,
    ): Promise<Result<EncodedReply, Problem>> {
      const admitted = await admission.admit(request, exchange, operation);
      if (!admitted.ok) return admitted;
      const read = readParameters(operation, request, exchange.path, pathId);
      if (!read.ok) return read;
      exchange.receiving = true;
      const bytes = await readBody(request);
      exchange.receiving = false;
      if (!bytes.ok) return bytes;

      const { headers } = request;
      const { idempotencyKey, ...parameters } = read.value;
      const input = readInput(bytes.value, headers);
      const encode = (outcome: Outcome<Value>) => encodeOutcome(outcome, reply, exchange);
      const { actor } = admitted.value.principal;
      const execution: Execution = {
        actor,
        correlationId: exchange.context.correlationId,
        causationId: null,
        idempotency: null,
        delivery: null,
      };
      if (idempotencyKey === null) {
        if (!input.ok) return input;
        return ok(encode(await handle({ ...parameters, headers, execution, body: input.value })));
      }

      let stored: EncodedReply | null = null;
      const idempotency = (respond: (done: Outcome<unknown>) => EncodedReply) => ({
        key: idempotencyKey,
        scope: idempotencyScope(exchange.method, exchange.path, actor),
        fingerprint: fingerprint(bytes.value),
        respond: (done: Outcome<unknown>) => (stored = respond(done)),
      });
      const outcome = input.ok
        ? await handle({
            ...parameters,
            headers,
            execution: {
              ...execution,
              // The unit of work hands back what the handler's own use case gave it.
              idempotency: idempotency((done) => encode(done as Outcome<Value>)),
            },
            body: input.value,
          })
        : await refuse({
            ...execution,
            idempotency: idempotency(() => encodeProblem(input.error, exchange)),
          });
      return ok(stored ?? encode(outcome));
    }

    const endpoint = async ({ request, params, route }: RoutedRequest): Promise<Response> => {
      const exchange = exchangeOf(request);
      exchange.route = routeTemplate(route);
      try {
        const served = await serve(request, exchange, params?.['id']);
        const encoded = served.ok ? served.value : encodeProblem(served.error, exchange);
        return toResponse(notModified(request, encoded) ?? encoded, exchange);
      } catch (error) {
        return toResponse(
          encodeProblem(problemOfFailure(error, exchange, telemetry), exchange),
          exchange,
        );
      }
    };
    return Object.assign(endpoint, { operation });
  };
}

function notModified(request: Request, { headers }: EncodedReply): EncodedReply | null {
  const tag = headers['etag'];
  if (tag === undefined || request.method !== 'GET') return null;
  return matchesIfNoneMatch(request.headers.get('if-none-match'), tag)
    ? { status: 304, headers: { etag: tag }, body: '' }
    : null;
}
