import type { ComputedFile } from '../../../stack.ts';
import type { Expectation, Json, Rule } from './expectation.ts';

/** What a consumer asks over HTTP, and the answer it relies on. */
export interface HttpInteraction {
  readonly description: string;
  /** what must be so at the provider before; null: nothing in particular */
  readonly given: string | null;
  readonly request: {
    readonly method: string;
    readonly path: string | PathFromState;
    readonly query: Readonly<Record<string, string>>;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Json | undefined;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, Expectation>>;
    readonly body: Expectation | undefined;
  };
}

/** A path with a value that the provider makes when it prepares the state. */
export interface PathFromState {
  readonly expression: string;
  readonly example: string;
}

export interface MessageInteraction {
  readonly description: string;
  readonly content: Expectation;
}

interface Parties {
  readonly consumer: string;
  readonly provider: string;
}

/**
 * A pact file (specification 4), as the consumer's tests write it: those compare it with what they
 * wrote, so the two cannot drift apart.
 */
export function pactFile(
  path: string,
  parties: Parties,
  interactions: readonly object[],
): ComputedFile {
  const document = {
    consumer: { name: parties.consumer },
    provider: { name: parties.provider },
    interactions,
    metadata: { pactSpecification: { version: '4.0' } },
  };
  return { path, content: `${JSON.stringify(document, null, 2)}\n` };
}

export function httpInteraction({
  description,
  given,
  request,
  response,
}: HttpInteraction): object {
  const fromState = typeof request.path === 'string' ? null : request.path;
  return {
    type: 'Synchronous/HTTP',
    description,
    pending: false,
    ...(given === null ? {} : { providerStates: [{ name: given }] }),
    request: {
      method: request.method,
      path: typeof request.path === 'string' ? request.path : request.path.example,
      ...queryOf(request.query),
      ...headersOf({
        ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...request.headers,
      }),
      ...(request.body === undefined ? {} : { body: jsonBody(request.body) }),
      ...(fromState === null
        ? {}
        : {
            matchingRules: { path: combined([{ match: 'type' }]) },
            generators: { path: { expression: fromState.expression, type: 'ProviderState' } },
          }),
    },
    response: responseOf(response),
  };
}

export function messageInteraction({ description, content }: MessageInteraction): object {
  return {
    type: 'Asynchronous/Messages',
    description,
    pending: false,
    contents: jsonBody(content.example),
    matchingRules: { body: bodyRules(content) },
  };
}

function responseOf({ status, headers, body }: HttpInteraction['response']): object {
  const rules = {
    ...(body === undefined || body.rules.length === 0 ? {} : { body: bodyRules(body) }),
    ...headerRules(headers),
  };
  return {
    status,
    ...headersOf({
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...Object.fromEntries(
        Object.entries(headers).map(([name, { example }]) => [name, String(example)]),
      ),
    }),
    ...(body === undefined ? {} : { body: jsonBody(body.example) }),
    ...(Object.keys(rules).length === 0 ? {} : { matchingRules: rules }),
  };
}

function queryOf(query: Readonly<Record<string, string>>): object {
  const entries = Object.entries(query);
  if (entries.length === 0) return {};
  return { query: Object.fromEntries(entries.map(([name, value]) => [name, [value]])) };
}

function headersOf(headers: Readonly<Record<string, string>>): object {
  const entries = Object.entries(headers);
  if (entries.length === 0) return {};
  return { headers: Object.fromEntries(entries.map(([name, value]) => [name, [value]])) };
}

function headerRules(headers: Readonly<Record<string, Expectation>>): object {
  const entries = Object.entries(headers).filter(([, { rules }]) => rules.length > 0);
  if (entries.length === 0) return {};
  return {
    header: Object.fromEntries(
      entries.map(([name, { rules }]) => [name, combined(rules.map(([, rule]) => rule))]),
    ),
  };
}

function bodyRules({ rules }: Expectation): object {
  return Object.fromEntries(rules.map(([path, rule]) => [`$${path}`, combined([rule])]));
}

function combined(matchers: readonly Rule[]): object {
  return { combine: 'AND', matchers };
}

function jsonBody(content: Json): object {
  return { content, contentType: 'application/json', encoded: false };
}
