import type { Operation } from '../operation.ts';
import { problemDocument, problems, type Problem, type ProblemCode } from '../problem.ts';

const text = { type: 'string' } as const;

export const problemSchema = {
  type: 'object',
  description: 'What went wrong (RFC 9457).',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'correlationId'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: text,
    status: { type: 'integer' },
    detail: text,
    instance: { type: 'string', format: 'uri-reference', description: 'The path of the request.' },
    code: { type: 'string', enum: Object.keys(problems), description: 'Stable, for programs.' },
    correlationId: text,
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'message'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer into the body.' },
          parameter: { type: 'string', description: 'Name of a query or header parameter.' },
          code: text,
          message: text,
        },
      },
    },
  },
} as const;

const exampleErrors: Partial<Record<ProblemCode, Problem['errors']>> = {
  invalid: [{ pointer: '/name', code: 'required', message: 'is required' }],
  'idempotency-key-reuse': [
    { parameter: 'Idempotency-Key', code: 'not-unique', message: 'belongs to another request' },
  ],
  conflict: [{ pointer: '/name', code: 'not-unique', message: 'is taken' }],
};

export const problemExamples = Object.fromEntries(
  problemCodes().map((code) => {
    const errors = exampleErrors[code];
    const problem = {
      code,
      detail: problems[code].title,
      ...(errors === undefined ? {} : { errors }),
    };
    const value = problemDocument(problem, '/v1/example', '5f0c3b6e-3c51-4a0f-9d0a-0d5e9a6f7b1c');
    return [code, { summary: problems[code].title, value }];
  }),
);

function problemCodes(): readonly ProblemCode[] {
  return Object.keys(problems).filter((code): code is ProblemCode => code in problems);
}

/** Every problem an operation can answer, by what it declares. */
export function problemsOf(
  method: string,
  template: string,
  { ifMatch, paged, problems: own = [] }: Operation,
): readonly ProblemCode[] {
  const takesBody = method === 'POST' || method === 'PATCH';
  const rules: readonly (readonly [applies: boolean, codes: readonly ProblemCode[]])[] = [
    [true, ['bad-request', 'unauthenticated', 'invalid-token', 'insufficient-scope']],
    [method !== 'GET', ['forged-request']],
    [template.includes('{id}'), ['not-found']],
    [paged === true, ['invalid']],
    [ifMatch !== undefined, ['malformed-header', 'precondition-failed']],
    [ifMatch === 'required', ['precondition-required']],
    [
      takesBody,
      ['malformed-body', 'request-timeout', 'body-too-large', 'unsupported-media-type', 'invalid'],
    ],
    [method === 'POST', ['malformed-header', 'request-in-progress', 'idempotency-key-reuse']],
    [true, own],
    [true, ['uri-too-long', 'too-many-requests', 'headers-too-large', 'internal', 'unavailable']],
  ];
  return [...new Set(rules.flatMap(([applies, codes]) => (applies ? codes : [])))];
}
