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
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } },
} as const;

type HeaderName = keyof typeof responseHeaders;

/** On every answer. */
const always: readonly HeaderName[] = ['X-Correlation-Id', 'RateLimit-Policy', 'RateLimit'];

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
  const byStatus = Map.groupBy(
    problemsOf(method, template, operation),
    (code) => problems[code].status,
  );
  const failures = [...byStatus].map(
    ([status, codes]) => [status, problemResponse(codes)] as const,
  );
  return Object.fromEntries([
    [
      success.status,
      { ...successResponse(success, replay, print), ...(links === null ? {} : { links }) },
    ],
    ...(afterWait === undefined
      ? []
      : [[afterWait.status, successResponse(afterWait, replay, print)] as const]),
    ...(method === 'GET' && operation.paged !== true ? [[304, notModified] as const] : []),
    ...failures,
  ]);
}

const notModified = {
  description: 'The caller has this version already.',
  headers: headers(['ETag', ...always]),
};

function successResponse(success: Success, replay: readonly HeaderName[], print: PrintSchema) {
  const { description, schema, example, headers: own = [] } = success;
  return {
    description,
    headers: headers([...own, ...always, ...replay]),
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
    headers: headers([...own, ...always]),
    content: {
      [problemMediaType]: {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

function headers(names: readonly HeaderName[]) {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
