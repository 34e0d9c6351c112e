import type { ProblemCode } from '../problem.ts';
import { always, headersOf, problemResponses, type HeaderName } from './responses.ts';

/** What the API's description says of a route that belongs to no context. */
export interface RouteDescription {
  /** Unique in the service, e.g. `beginSignIn`. */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  /** Who may call it: anybody, or whoever has the cookie of a session. */
  readonly access: 'public' | 'session';
  readonly query?: readonly QueryParameter[];
  /** Fields of a form; absent: it takes no body. */
  readonly form?: Readonly<Record<string, string>>;
  readonly success: {
    readonly status: 200 | 302;
    readonly description: string;
    readonly headers?: readonly HeaderName[];
    readonly schema?: object;
    readonly example?: unknown;
  };
  readonly problems: readonly ProblemCode[];
}

interface QueryParameter {
  readonly name: string;
  readonly description: string;
}

const text = { type: 'string' } as const;

export function describeServiceRoute(method: string, description: RouteDescription) {
  const { id, tag, summary, access, query = [], form, success, problems } = description;
  const { status, headers = [], schema, example } = success;
  return {
    operationId: id,
    summary,
    tags: [tag],
    security: access === 'public' ? [] : [{ session: [] }],
    parameters: [
      ...query.map((parameter) => ({ ...parameter, in: 'query', schema: text })),
      ...(access === 'session' && method !== 'GET'
        ? [{ $ref: '#/components/parameters/csrfToken' }]
        : []),
      { $ref: '#/components/parameters/correlationId' },
    ],
    ...(form === undefined ? {} : { requestBody: formBody(form) }),
    responses: {
      [status]: {
        description: success.description,
        headers: headersOf([...headers, ...always]),
        ...(schema === undefined ? {} : { content: { 'application/json': { schema, example } } }),
      },
      ...problemResponses([
        ...problems,
        'too-many-requests',
        'uri-too-long',
        'headers-too-large',
        'internal',
        'unavailable',
      ]),
    },
  };
}

const formBody = (fields: Readonly<Record<string, string>>) => ({
  required: true,
  content: {
    'application/x-www-form-urlencoded': {
      schema: {
        type: 'object',
        required: Object.keys(fields),
        properties: Object.fromEntries(
          Object.entries(fields).map(([name, description]) => [name, { ...text, description }]),
        ),
      },
    },
  },
});
