import type { CallOptions, ExternalOutcome } from '@packages/kernel/application';
import { Ajv2020, type SchemaObject } from 'ajv/dist/2020.js';
import { readJsonAtMost } from '../read-at-most.ts';
import { currentContext, type Telemetry } from '../telemetry/index.ts';
import { showBreaker } from './breaker-state.ts';
import { createPolicy, isCircuitOpen, retryAfterSeconds } from './policy.ts';

export interface ExternalOptions {
  /** e.g. `payment-gateway`; a label of the metrics. */
  readonly name: string;
  /** Base address; null: the service is not available here, and what needs it waits. */
  readonly address: string | null;
  readonly telemetry: Telemetry;
}

/** What the outside service offers, as this one uses it. */
export interface Operation<Response> {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `{name}` stands for a member of the request. */
  readonly path: string;
  readonly idempotent: boolean;
  readonly isResponse: (body: unknown) => body is Response;
}

export interface ExternalClient {
  /** Never rejects: a service that does not answer is an outcome like others. */
  call<Response>(
    operation: Operation<Response>,
    request: object,
    options: CallOptions,
  ): Promise<ExternalOutcome<Response>>;
}

/** Nobody knows when an address will be configured. */
const unconfiguredRetrySeconds = 30;
const longestAnswerBytes = 1024 * 1024;

export function createExternalClient({
  name,
  address,
  telemetry,
}: ExternalOptions): ExternalClient {
  const { logger, tracing } = telemetry;
  const policy = createPolicy();
  showBreaker(telemetry, name, policy.breakerState);
  if (address === null) {
    const variable = `${name.replaceAll('-', '_').toUpperCase()}_URL`;
    logger.warn({ external: name, variable }, `${variable} is not set: what needs ${name} waits`);
  }

  return {
    call: (operation, request, options) => {
      if (address === null) {
        return Promise.resolve({
          kind: 'unavailable',
          retryAfterSeconds: unconfiguredRetrySeconds,
        });
      }
      const { url, body } = addressed(address, operation, request);
      const attributes = {
        'http.request.method': operation.method,
        'server.address': url.hostname,
        'url.template': operation.path,
      };
      return tracing.span(
        `${operation.method} ${name}`,
        { kind: 'client', attributes },
        async (span) => {
          const headers = headersOf(options, tracing.traceparent());
          try {
            return await policy.execute(operation.idempotent, (signal) =>
              attempt(operation, url, { method: operation.method, headers, body, signal }),
            );
          } catch (error) {
            span.fail(error);
            // The calls that opened the breaker have been told of; those it refuses say nothing new.
            if (!isCircuitOpen(error)) {
              const reason = error instanceof Error ? error.message : String(error);
              const fields = { external: name, operation: operation.name, reason };
              logger.warn(fields, 'external call failed');
            }
            return { kind: 'unavailable', retryAfterSeconds: retryAfterSeconds(error) };
          }
        },
      );
    },
  };
}

/** A guard for the answers of an operation. Members nobody asked for are no reason to refuse one. */
export function responseGuard<Response>(schema: SchemaObject): (body: unknown) => body is Response {
  return new Ajv2020({ useDefaults: true, ownProperties: true }).compile<Response>(schema);
}

/** An answer that says nothing about what was asked, only about who asked, when, or how often. */
const answersLater = new Set([401, 403, 407, 408, 425, 429]);

class ExternalFailure extends Error {
  override readonly name = 'ExternalFailure';
}

async function attempt<Response>(
  operation: Operation<Response>,
  url: URL,
  init: RequestInit,
): Promise<ExternalOutcome<Response>> {
  const response = await fetch(url, { ...init, redirect: 'error' });
  const { status } = response;
  if (status >= 500 || answersLater.has(status)) {
    throw new ExternalFailure(`${operation.name} answered ${status}`);
  }
  if (!response.ok) return { kind: 'refused', status };
  const body = await readJsonAtMost(longestAnswerBytes, response).catch(() => null);
  if (operation.isResponse(body)) return { kind: 'accepted', value: body };
  throw new ExternalFailure(`${operation.name} answered ${status} with another body than agreed`);
}

function headersOf({ idempotencyKey }: CallOptions, traceparent: string | null): Headers {
  const headers = new Headers({
    accept: 'application/json',
    'content-type': 'application/json',
    'idempotency-key': idempotencyKey,
  });
  const correlationId = currentContext()?.correlationId;
  if (correlationId !== undefined) headers.set('x-correlation-id', correlationId);
  if (traceparent !== null) headers.set('traceparent', traceparent);
  return headers;
}

/** Members that the path does not name go into the body, or the query where there is no body. */
function addressed(
  address: string,
  { method, path }: Operation<unknown>,
  request: object,
): { readonly url: URL; readonly body: string | null } {
  const members = new Map<string, unknown>(Object.entries(request));
  const filled = path.replace(/\{(\w+)\}/g, (_placeholder, member: string) => {
    const value = String(members.get(member));
    members.delete(member);
    return encodeURIComponent(value);
  });
  const url = new URL(address.replace(/\/+$/, '') + filled);
  if (method !== 'GET' && method !== 'DELETE') {
    return { url, body: JSON.stringify(Object.fromEntries(members)) };
  }
  for (const [member, value] of members) {
    if (value === null) continue;
    url.searchParams.set(member, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return { url, body: null };
}
