import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { readAccessLog } from './access-log.ts';
import { fuzz, isInstalled } from './schemathesis.ts';

/** Ways in which the toy below breaks what its document says, and what has to be noticed of it. */
const sabotages = {
  crash: 'Server error',
  'undocumented status': 'Undocumented status code',
  'another body': 'Response violates schema',
  'takes anything': 'Schema-violating request accepted',
  'takes nothing': 'Schema-valid request rejected',
  'asks for no token': 'API accepts requests without authentication',
} as const;

type Sabotage = keyof typeof sabotages | 'none';

describe.skipIf(!isInstalled)('a run', () => {
  let toy: Server | null = null;
  afterEach(() => toy?.close());

  async function runOn(sabotage: Sabotage) {
    const server = createServer((request, response) => void answer(sabotage, request, response));
    toy = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return fuzz({
      baseUrl: `http://127.0.0.1:${port}`,
      accessToken: 'good',
      timeoutMs: 100_000,
      flags: ['--max-examples', '25', '--phases', 'coverage,fuzzing'],
    });
  }

  test('finds nothing in a service that does what it says', { timeout: 120_000 }, async () => {
    const { code, said } = await runOn('none');
    expect(code, said).toBe(0);
    expect(said).toMatch(/[1-9]\d* generated/);
  });

  test.each(Object.entries(sabotages))('finds: %s', { timeout: 120_000 }, async (name, title) => {
    const { code, said } = await runOn(name as keyof typeof sabotages);
    expect(code, said).toBe(1);
    expect(said).toContain(title);
  });
});

describe('the access log', () => {
  const served = (method: string, route: string | null, status: number) => ({
    message: 'request served',
    method,
    route,
    status,
  });

  test('shows a status that the document does not tell of', () => {
    const log = readAccessLog(
      [
        { message: 'ready' },
        served('POST', '/toys', 201),
        served('GET', null, 404),
        served('GET', null, 500),
        served('POST', '/toys', 418),
        served('POST', '/toys', 418),
      ],
      document,
    );
    expect(log.requests).toBe(5);
    expect(log.statuses).toEqual({ '201': 1, '404': 1, '418': 2, '500': 1 });
    expect(log.undocumented).toEqual(['GET null 500', 'POST /toys 418']);
  });
});

const toySchema = {
  type: 'object',
  required: ['name', 'pieces'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 20, pattern: '^[a-z]+$' },
    pieces: { type: 'integer', minimum: 1, maximum: 5000 },
  },
};
const problem = { description: 'Refused.', content: { 'application/problem+json': {} } };
const document = {
  openapi: '3.1.1',
  info: { title: 'toy', version: '1.0.0' },
  components: { securitySchemes: { accessToken: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/toys': {
      post: {
        operationId: 'createToy',
        security: [{ accessToken: [] }],
        requestBody: { required: true, content: { 'application/json': { schema: toySchema } } },
        responses: {
          '201': { description: 'Made.', content: { 'application/json': { schema: toySchema } } },
          '401': problem,
          '415': problem,
          '422': problem,
        },
      },
    },
  },
};

async function answer(
  sabotage: Sabotage,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const send = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    response
      .writeHead(status, {
        'content-type': status < 400 ? 'application/json' : 'application/problem+json',
        ...headers,
      })
      .end(JSON.stringify(body));

  if (request.url === '/openapi.json') return void send(200, document);
  if (request.method !== 'POST') return void send(405, {}, { allow: 'POST' });
  if (sabotage !== 'asks for no token' && request.headers.authorization !== 'Bearer good')
    return void send(401, {}, { 'www-authenticate': 'Bearer' });
  if (request.headers['content-type'] !== 'application/json') return void send(415, {});
  if (sabotage === 'takes nothing') return void send(422, { errors: [{ code: 'type' }] });
  const toy = readToy(Buffer.concat(chunks).toString());
  if (toy === null && sabotage !== 'takes anything') return void send(422, { errors: [{}] });
  if (sabotage === 'crash' && Number(toy?.['pieces']) > 4000) return void send(500, {});
  if (sabotage === 'undocumented status') return void send(409, {});
  if (sabotage === 'another body')
    return void send(201, { ...toy, pieces: String(toy?.['pieces']) });
  send(201, toy ?? { name: 'a', pieces: 1 });
}

/** Null: it is no toy. */
function readToy(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const { name, pieces, ...rest } = JSON.parse(text) as Record<string, unknown>;
    const fits =
      Object.keys(rest).length === 0 &&
      typeof name === 'string' &&
      /^[a-z]{1,20}$/.test(name) &&
      Number.isInteger(pieces) &&
      Number(pieces) >= 1 &&
      Number(pieces) <= 5000;
    return fits ? { name, pieces } : null;
  } catch {
    return null;
  }
}
