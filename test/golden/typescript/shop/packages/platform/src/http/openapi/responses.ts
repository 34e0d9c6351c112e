import type { Operation, Success } from '../operation.ts';
import { problemMediaType, problems, type ProblemCode } from '../problem.ts';
import type { PrintSchema } from './document.ts';
import type { Links } from './links.ts';
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
  'RateLimit-Policy': {
    description:
      'The budget that the request was counted in: how many (`q`) in how many seconds (`w`).',
    schema: text,
    example: '"read";q=600;w=60',
  },
  RateLimit: {
    description: 'What is left of it (`r`), and in how many seconds it is full again (`t`).',
    schema: text,
    example: '"read";r=599;t=60',
  },
  'Set-Cookie': { description: 'RFC 6265.', schema: text },
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } },
} as const;

export type HeaderName = keyof typeof responseHeaders;

/** On every answer. */
export const always: readonly HeaderName[] = ['X-Correlation-Id', 'RateLimit-Policy', 'RateLimit'];

const problemHeaders: Partial<Record<ProblemCode, readonly HeaderName[]>> = {
  unauthenticated: ['WWW-Authenticate'],
  'invalid-token': ['WWW-Authenticate'],
  'insufficient-scope': ['WWW-Authenticate'],
  'request-in-progress': ['Retry-After'],
  'too-many-requests': ['Retry-After'],
  unavailable: ['Retry-After'],
};

export function operationResponses(
  method: string,
  template: string,
  operation: Operation,
  print: PrintSchema,
  links: Links | null,
) {
  const { success, afterWait } = operation;
  const replay: readonly HeaderName[] = method === 'POST' ? ['Idempotency-Replayed'] : [];
  return {
    [success.status]: {
      ...successResponse(success, replay, print),
      ...(links === null ? {} : { links }),
    },
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
  headers: headersOf(['ETag', ...always]),
};

function successResponse(success: Success, replay: readonly HeaderName[], print: PrintSchema) {
  const { description, schema, example, headers: own = [] } = success;
  return {
    description,
    headers: headersOf([...own, ...always, ...replay]),
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
    headers: headersOf([...own, ...always]),
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
