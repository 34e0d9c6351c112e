import type { Operation, Success } from '../operation.ts';
import { problemMediaType, problems, type ProblemCode } from '../problem.ts';
import type { PrintSchema } from './document.ts';
import { problemsOf } from './problems.ts';

const text = { type: 'string' } as const;

export const responseHeaders = {
  ETag: { description: 'The version, to be sent as If-Match.', schema: text, example: '"1"' },
  Location: { description: 'The address of the resource.', schema: text },
  'X-Correlation-Id': { description: 'Names the request in logs.', schema: text },
  'Idempotency-Replayed': {
    description: '`true` where the answer is an earlier one.',
    schema: text,
  },
  'WWW-Authenticate': { description: 'RFC 6750.', schema: text, example: 'Bearer' },
  'Set-Cookie': { description: 'RFC 6265.', schema: text },
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } },
} as const;

export type HeaderName = keyof typeof responseHeaders;

const problemHeaders: Partial<Record<ProblemCode, readonly HeaderName[]>> = {
  unauthenticated: ['WWW-Authenticate'],
  'invalid-token': ['WWW-Authenticate'],
  'insufficient-scope': ['WWW-Authenticate'],
  'request-in-progress': ['Retry-After'],
  unavailable: ['Retry-After'],
  'too-many-requests': ['Retry-After'],
};

export function operationResponses(
  method: string,
  template: string,
  operation: Operation,
  print: PrintSchema,
) {
  const { success, afterWait } = operation;
  const replay: readonly HeaderName[] = method === 'POST' ? ['Idempotency-Replayed'] : [];
  return {
    [success.status]: successResponse(success, replay, print),
    ...(afterWait === undefined
      ? {}
      : { [afterWait.status]: successResponse(afterWait, replay, print) }),
    ...(method === 'GET' && operation.paged !== true ? { 304: notModified } : {}),
    ...problemResponses(problemsOf(method, template, operation)),
  };
}

export function problemResponses(codes: readonly ProblemCode[]) {
  const byStatus = Map.groupBy(codes, (code) => problems[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [status, problemResponse(same)] as const),
  );
}

const notModified = {
  description: 'The caller has this version already.',
  headers: headersOf(['ETag', 'X-Correlation-Id']),
};

function successResponse(success: Success, replay: readonly HeaderName[], print: PrintSchema) {
  const { description, schema, example, headers: own = [] } = success;
  return {
    description,
    headers: headersOf([...own, 'X-Correlation-Id', ...replay]),
    ...(schema === undefined
      ? {}
      : { content: { 'application/json': { schema: print(schema), example } } }),
  };
}

function problemResponse(codes: readonly ProblemCode[]) {
  const own = new Set(codes.flatMap((code) => problemHeaders[code] ?? []));
  const examples = codes.map((code) => [code, { $ref: `#/components/examples/${code}` }] as const);
  return {
    description: codes.map((code) => problems[code].title).join('; '),
    headers: headersOf([...own, 'X-Correlation-Id']),
    content: {
      [problemMediaType]: {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

export function headersOf(names: readonly HeaderName[]) {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
