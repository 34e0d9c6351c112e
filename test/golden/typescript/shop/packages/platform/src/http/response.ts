import { problemDocument, problemMediaType, problems, type Problem } from './problem.ts';

/** What an endpoint answers, before it becomes bytes. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Printed as JSON; undefined: no body. */
  readonly body?: unknown;
}

/** A reply as it is sent, and stored for a replay. */
export interface EncodedReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const securityHeaders = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const;

export const encodeReply = ({ status, headers, body }: Reply): EncodedReply =>
  body === undefined
    ? { status, headers: headers ?? {}, body: '' }
    : {
        status,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      };

/** The request that is answered, as far as its answer needs to know. */
export interface ProblemOrigin {
  readonly path: string;
  readonly context: { readonly correlationId: string };
}

export function encodeProblem(problem: Problem, { path, context }: ProblemOrigin): EncodedReply {
  return {
    status: problems[problem.code].status,
    headers: { 'content-type': problemMediaType, ...problem.headers },
    body: JSON.stringify(problemDocument(problem, path, context.correlationId)),
  };
}

/** Nothing that needed a token, or was refused, may stay in a cache unless the reply says so. */
export const toResponse = (
  { status, headers, body }: EncodedReply,
  { context }: ProblemOrigin,
): Response =>
  new Response(body === '' ? null : body, {
    status,
    headers: {
      ...securityHeaders,
      'cache-control': 'no-store',
      'x-correlation-id': context.correlationId,
      ...headers,
    },
  });

export const problemResponse = (problem: Problem, origin: ProblemOrigin): Response =>
  toResponse(encodeProblem(problem, origin), origin);
