/** Every way in which a request can fail, and the status it then gets (RFC 9457). */
export const problems = {
  'malformed-body': { status: 400, title: 'The body is not readable JSON' },
  'malformed-header': { status: 400, title: 'A header is not well formed' },
  'bad-request': { status: 400, title: 'The request is not well formed' },
  unauthenticated: { status: 401, title: 'Authentication is required' },
  'invalid-token': { status: 401, title: 'The access token is not valid' },
  'forged-request': { status: 403, title: 'The request may come from another page' },
  'insufficient-scope': { status: 403, title: 'The access token does not allow this' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  conflict: { status: 409, title: 'The request conflicts with what exists' },
  'transition-not-allowed': { status: 409, title: 'The transition is not allowed now' },
  'request-in-progress': { status: 409, title: 'The same request is still in progress' },
  'precondition-failed': { status: 412, title: 'The resource has changed' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'uri-too-long': { status: 414, title: 'The address is too long' },
  'unsupported-media-type': { status: 415, title: 'The media type is not supported' },
  invalid: { status: 422, title: 'The request is not valid' },
  'idempotency-key-reuse': { status: 422, title: 'The idempotency key belongs to another request' },
  'precondition-required': { status: 428, title: 'If-Match is required' },
  'too-many-requests': { status: 429, title: 'There were too many requests' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  internal: { status: 500, title: 'Something went wrong here' },
  unavailable: { status: 503, title: 'The service is not available now' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemCode = keyof typeof problems;

/** One thing wrong with the input: at a JSON pointer of the body, or a query or header parameter. */
export type InputError = BodyError | ParameterError;

interface BodyError {
  readonly code: string;
  readonly message: string;
  readonly pointer: string;
}

interface ParameterError {
  readonly code: string;
  readonly message: string;
  readonly parameter: string;
}

export interface Problem {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly InputError[];
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: ProblemCode;
  readonly correlationId: string;
  readonly errors?: readonly InputError[];
}

export const problemMediaType = 'application/problem+json';

export function problemDocument(
  { code, detail, errors }: Problem,
  instance: string,
  correlationId: string,
): ProblemDocument {
  const { status, title } = problems[code];
  return {
    type: `/problems/${code}`,
    title,
    status,
    detail,
    instance,
    code,
    correlationId,
    ...(errors === undefined ? {} : { errors }),
  };
}

export const invalid = (errors: readonly InputError[]): Problem => ({
  code: 'invalid',
  detail: 'Some values are not allowed; errors tells which.',
  errors,
});

/** For what nobody but us can mend. */
export const internal: Problem = {
  code: 'internal',
  detail: 'The request failed. The correlation id leads to the cause.',
};

export const unavailable = (retryAfterSeconds: number): Problem => ({
  code: 'unavailable',
  detail: 'The service cannot answer now. Try again later.',
  headers: { 'retry-after': String(retryAfterSeconds) },
});
