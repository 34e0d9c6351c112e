import { sessionCookieName } from '../../identity/index.ts';
import { plainSchema, type JsonSchema } from '../json-schema.ts';
import type { Operation } from '../operation.ts';
import { pageLimits } from '../page.ts';
import type { Route } from '../route.ts';
import { withForms } from './forms.ts';
import { linksOf, type Links } from './links.ts';
import { problemExamples, problemSchema } from './problems.ts';
import { operationResponses, responseHeaders } from './responses.ts';
import { describeServiceRoute } from './service-route.ts';

export type OpenApiDocument = Readonly<Record<string, unknown>>;

/** OpenAPI 3.1 of what the routes declare: nothing of it is written a second time. */
export function buildOpenApi(
  { service, publicUrl }: { readonly service: string; readonly publicUrl: string | null },
  routes: readonly Route[],
): OpenApiDocument {
  const schemas = new Map<string, JsonSchema>([['Problem', problemSchema]]);
  const refer = (name: string, schema: JsonSchema): JsonSchema => {
    schemas.set(name, withForms(schema));
    return { $ref: `#/components/schemas/${name}` };
  };
  const paths: Record<string, Record<string, unknown>> = {};
  const tags = new Set<string>();
  for (const { method, template, operation, description } of routes) {
    if (description !== null) {
      tags.add(description.tag);
      paths[template] ??= {};
      paths[template][method.toLowerCase()] = describeServiceRoute(method, description);
    }
    if (operation === null) continue;
    tags.add(operation.tag);
    paths[template] ??= {};
    paths[template][method.toLowerCase()] = describe(
      method,
      template,
      operation,
      (schema) => withForms(plainSchema(schema, refer)),
      linksOf(template, operation, routes),
    );
  }
  return {
    openapi: '3.1.1',
    info: { title: service, version: '1.0.0' },
    servers: [{ url: publicUrl ?? '/' }],
    tags: [...tags].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(schemas),
      parameters,
      headers: responseHeaders,
      examples: problemExamples,
      securitySchemes: {
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'An access token of the identity provider (RFC 9068), with the scope named.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: sessionCookieName,
          description: 'Of who signed in by a browser, whose access token has the scope named.',
        },
      },
    },
  };
}

export type PrintSchema = (schema: Operation['body']['schema']) => JsonSchema;

function describe(
  method: string,
  template: string,
  operation: Operation,
  print: PrintSchema,
  links: Links | null,
) {
  const takesBody = method === 'POST' || method === 'PATCH';
  return {
    operationId: operation.id,
    summary: operation.summary,
    tags: [operation.tag],
    security: [{ accessToken: [operation.scope] }, { session: [operation.scope] }],
    parameters: parametersOf(method, template, operation),
    ...(takesBody ? { requestBody: requestBody(operation, print) } : {}),
    responses: operationResponses(method, template, operation, print, links),
  };
}

function requestBody({ body }: Operation, print: PrintSchema) {
  const content = { schema: print(body.schema), example: body.example };
  return {
    required: body.optional !== true,
    content: Object.fromEntries(body.mediaTypes.map((mediaType) => [mediaType, content])),
  };
}

function parametersOf(method: string, template: string, { ifMatch, paged, afterWait }: Operation) {
  return [
    ...(template.includes('{id}') ? [parameter('id')] : []),
    ...(paged === true ? [parameter('limit'), parameter('cursor')] : []),
    ...(ifMatch === 'required' ? [parameter('ifMatch')] : []),
    ...(ifMatch === 'optional' ? [parameter('optionalIfMatch')] : []),
    ...(method === 'GET' && paged !== true ? [parameter('ifNoneMatch')] : []),
    ...(method === 'POST' ? [parameter('idempotencyKey')] : []),
    ...(method === 'GET' ? [] : [parameter('csrfToken')]),
    ...(afterWait === undefined ? [] : [parameter('prefer')]),
    parameter('correlationId'),
  ];
}

const entityTagExample = '"1"';

const parameters = {
  id: {
    name: 'id',
    in: 'path',
    required: true,
    schema: { type: 'string', format: 'uuid' },
    example: '01890a5d-ac96-774b-bcce-b302099a8057',
  },
  limit: {
    name: 'limit',
    in: 'query',
    description: 'How many items a page has at most.',
    schema: {
      type: 'integer',
      minimum: pageLimits.least,
      maximum: pageLimits.most,
      default: pageLimits.default,
    },
  },
  cursor: {
    name: 'cursor',
    in: 'query',
    description: 'The `nextCursor` of the page before.',
    schema: { type: 'string' },
  },
  ifMatch: ifMatchParameter(true),
  optionalIfMatch: ifMatchParameter(false),
  ifNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'Versions that the caller has already.',
    schema: { type: 'string' },
    example: entityTagExample,
  },
  idempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'Makes it safe to send the same request again within 24 hours.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
  },
  csrfToken: {
    name: 'X-CSRF-Token',
    in: 'header',
    description: 'Needed with the cookie of a session: the `csrfToken` of `GET /auth/session`.',
    schema: { type: 'string' },
  },
  prefer: {
    name: 'Prefer',
    in: 'header',
    description: 'How many seconds to wait for the outcome (RFC 7240).',
    schema: { type: 'string' },
    example: 'wait=5',
  },
  correlationId: {
    name: 'X-Correlation-Id',
    in: 'header',
    description:
      'Names the request in logs and answers: 8 to 64 letters, digits and hyphens. Anything else is replaced.',
    schema: { type: 'string' },
    example: '5f0c3b6e-3c51-4a0f-9d0a-0d5e9a6f7b1c',
  },
} as const;

function parameter(name: keyof typeof parameters) {
  return { $ref: `#/components/parameters/${name}` };
}

function ifMatchParameter(required: boolean) {
  return {
    name: 'If-Match',
    in: 'header',
    required,
    description: 'The ETag of the version to be changed, or `*` for whichever there is.',
    schema: { type: 'string' },
    example: entityTagExample,
  };
}
