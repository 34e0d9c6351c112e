import { beforeEach, expect, test } from 'bun:test';
import { createCors } from '../../src/http/cors.ts';
import { createDeadlines } from '../../src/http/deadlines.ts';
import { createEdge } from '../../src/http/edge.ts';
import type { Server } from '../../src/http/index.ts';
import { createTestTelemetry } from '../../src/telemetry/index.ts';
import { createTestAdmission } from '../../src/testing/admission.ts';
import { tokenFor } from '../../src/testing/identity.ts';
import { createNotesServer, notes, token } from './notes.ts';

let server: Server;

beforeEach(() => {
  server = createNotesServer();
});

interface Problem {
  readonly code: string;
  readonly errors: readonly {
    readonly pointer: string;
    readonly code: string;
    readonly message: string;
  }[];
}

interface Page {
  readonly items: readonly { readonly title: string }[];
  readonly nextCursor: string;
}

const readPage = async (query: string): Promise<Page> =>
  JSON.parse(await (await call(`${notes}?${query}`)).text());

interface Call extends RequestInit {
  readonly headers?: Record<string, string>;
}

const call = (address: string, init: Call = {}) =>
  server.fetch(
    new Request(address, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...init.headers },
    }),
  );

const post = (body: unknown, headers: Record<string, string> = {}) =>
  call(notes, {
    method: 'POST',
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });

async function problem(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const document: Problem = JSON.parse(await response.text());
  expect(document).toMatchObject({
    type: `/problems/${document.code}`,
    status: response.status,
    correlationId: response.headers.get('x-correlation-id'),
  });
  return document;
}

const everyResponse = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

test.each([
  ['a success', () => call(notes)],
  ['a refused token', () => call(notes, { headers: { authorization: 'Bearer expired' } })],
  ['an unknown route', () => call('http://localhost/nowhere')],
  ['an unreadable body', () => post('{')],
])('%s carries the security headers and a correlation id', async (_name, answer) => {
  const { headers } = await answer();
  expect(Object.fromEntries(headers)).toMatchObject(everyResponse);
  expect(headers.get('x-correlation-id')).toMatch(/^[\w-]{36}$/);
  expect(headers.has('server')).toBe(false);
});

test('keeps a correlation id that is well formed, and replaces any other', async () => {
  const given = async (id: string) =>
    (await call(notes, { headers: { 'x-correlation-id': id } })).headers.get('x-correlation-id');
  expect(await given('order-4711')).toBe('order-4711');
  expect(await given('short')).not.toBe('short');
  expect(await given('a'.repeat(65))).not.toBe('a'.repeat(65));
});

test('an unknown route is 404 with and without a token', async () => {
  const anonymous = await server.fetch(new Request('http://localhost/v1/nothing'));
  expect(await problem(anonymous)).toMatchObject({ code: 'not-found', instance: '/v1/nothing' });
  expect((await call('http://localhost/v1/nothing')).status).toBe(404);
  expect((await call(`${notes}/`)).status).toBe(404);
});

test('a method that an address does not have is 405 with those it has', async () => {
  for (const method of ['PUT', 'DELETE', 'OPTIONS']) {
    const response = await call(notes, { method });
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST');
    expect(await problem(response)).toMatchObject({ code: 'method-not-allowed', status: 405 });
  }
});

test('finds its routes whatever the host is called', async () => {
  expect((await call(notes.replace('localhost', 'a'))).status).toBe(200);
});

test('HEAD is GET without the body', async () => {
  const get = await call(notes);
  const head = await call(notes, { method: 'HEAD' });
  expect(head.status).toBe(200);
  expect(await head.text()).toBe('');
  expect(head.headers.get('content-length')).toBe(String((await get.text()).length));
});

test.each([
  ['none', undefined, 'unauthenticated', 'Bearer'],
  ['another scheme', 'Basic amFuZQ==', 'unauthenticated', 'Bearer'],
  ['a refused one', 'Bearer expired', 'invalid-token', 'Bearer error="invalid_token"'],
  ['an empty one', 'Bearer', 'invalid-token', 'Bearer error="invalid_token"'],
])('credentials, %s: 401', async (_name, authorization, code, challenge) => {
  const headers = authorization === undefined ? {} : { authorization };
  const response = await server.fetch(new Request(notes, { headers }));
  expect(response.headers.get('www-authenticate')).toBe(challenge);
  expect(await problem(response)).toMatchObject({ status: 401, code });
});

test('a token without the scope is 403, which names it', async () => {
  const response = await post(
    { title: 'Milk' },
    { authorization: `Bearer ${tokenFor(['notes:read'])}` },
  );
  expect(response.headers.get('www-authenticate')).toBe(
    'Bearer error="insufficient_scope", scope="notes:write"',
  );
  expect(await problem(response)).toMatchObject({ status: 403, code: 'insufficient-scope' });
});

test('credentials are checked before the body is looked at', async () => {
  expect((await post('{', { authorization: 'Bearer expired' })).status).toBe(401);
});

test('a malformed id is 404', async () => {
  expect(await problem(await call(`${notes}/nonsense`))).toMatchObject({ code: 'not-found' });
});

test.each([
  ['another media type', 'title=Milk', 'application/x-www-form-urlencoded'],
  ['another character set', '{"title":"Milk"}', 'application/json; charset=latin1'],
  ['a patch', '{"title":"Milk"}', 'application/merge-patch+json'],
])('a body in %s is 415', async (_name, body, type) => {
  expect(await problem(await post(body, { 'content-type': type }))).toMatchObject({ status: 415 });
});

test.each([
  ['nothing', ''],
  ['no JSON', '{title: "Milk"}'],
  ['something after it', '{"title":"Milk"}}'],
  ['a byte order mark', '\ufeff{"title":"Milk"}'],
  ['a name twice', '{"title":"Milk","title":"Bread"}'],
  ['nested too deep', `${'['.repeat(33)}${']'.repeat(33)}`],
  ['nested without end', '['.repeat(500_000)],
  ['not UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
])('a body that is unreadable, %s, is 400', async (_name, body) => {
  expect(await problem(await post(body))).toMatchObject({ status: 400, code: 'malformed-body' });
});

test.each<[name: string, body: unknown, pointer: string, code: string]>([
  ['no object', [], '', 'type'],
  ['too deep to be ours, but readable', JSON.parse('['.repeat(32) + ']'.repeat(32)), '', 'type'],
  ['a field missing', {}, '/title', 'required'],
  ['null for what must be there', { title: null }, '/title', 'required'],
  ['a field too much', { title: 'Milk', 'a/b': 1 }, '/a~1b', 'unknown-field'],
  ['a field of every object', { title: 'Milk', constructor: 1 }, '/constructor', 'unknown-field'],
  ['the wrong type', { title: 1 }, '/title', 'type'],
  ['too short', { title: '' }, '/title', 'min-length'],
  ['too long', { title: 'x'.repeat(11) }, '/title', 'max-length'],
  ['too small', { title: 'Milk', stars: -1 }, '/stars', 'min'],
  ['too large', { title: 'Milk', stars: 6 }, '/stars', 'max'],
  ['a fraction', { title: 'Milk', stars: 1.5 }, '/stars', 'type'],
])('a body that does not fit, %s, is 422', async (_name, body, pointer, code) => {
  const document = await problem(await post(body));
  expect(document).toMatchObject({ status: 422, code: 'invalid' });
  expect(document.errors).toEqual([{ pointer, code, message: expect.any(String) }]);
});

test('every mistake of a body is told at once', async () => {
  const { errors } = await problem(await post({ stars: 9, colour: 'red' }));
  expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual(['/colour', '/stars', '/title']);
});

test('lengths are counted in characters', async () => {
  expect((await post({ title: '🦊'.repeat(10) })).status).toBe(201);
});

test('a body over 1 MiB is 413, announced or streamed', async () => {
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
  });
  const streamed = await call(notes, {
    method: 'POST',
    body: endless,
    headers: { 'content-type': 'application/json' },
  });
  expect(await problem(streamed)).toMatchObject({ status: 413, code: 'body-too-large' });
  expect((await post(`"${'a'.repeat(1024 * 1024)}"`)).status).toBe(413);
  expect((await post(`"${'a'.repeat(1024 * 1024 - 2)}"`)).status).toBe(422);
});

test('an address over 8 KiB is 414, and headers over 16 KiB are 431', async () => {
  expect((await call(`${notes}?${'a'.repeat(8192)}`)).status).toBe(414);
  expect((await call(notes, { headers: { 'x-long': 'a'.repeat(16_384) } })).status).toBe(431);
});

test.each(['0', '101', 'x', '', '1.5', '1&limit=2'])('limit=%s is 422', async (limit) => {
  const { errors } = await problem(await call(`${notes}?limit=${limit}`));
  expect(errors).toEqual([expect.objectContaining({ parameter: 'limit' })]);
});

test('pages follow one another to the end', async () => {
  for (const title of ['a', 'b', 'c']) await post({ title });
  const first = await readPage('limit=2');
  const second = await readPage(`limit=2&cursor=${first.nextCursor}`);
  const titles = [...first.items, ...second.items].map(({ title }) => title);
  expect(titles).toEqual(['c', 'b', 'a']);
  expect(second.nextCursor).toBeNull();
});

test('a cursor that this collection did not give out is 422', async () => {
  await post({ title: 'a' });
  await post({ title: 'b' });
  const { nextCursor } = await readPage('limit=1');
  for (const cursor of ['', 'x', nextCursor.slice(1), `${nextCursor}A`]) {
    const { errors } = await problem(await call(`${notes}?cursor=${cursor}`));
    expect(errors).toEqual([expect.objectContaining({ parameter: 'cursor' })]);
  }
});

async function createNote(): Promise<string> {
  const location = (await post({ title: 'Milk' })).headers.get('location');
  return `http://localhost${location}`;
}

const patch = (address: string, body: unknown, headers: Record<string, string>) =>
  call(address, {
    method: 'PATCH',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/merge-patch+json', ...headers },
  });

test('a resource is read again only when it has changed', async () => {
  const address = await createNote();
  const fresh = await call(address);
  expect(fresh.headers.get('etag')).toBe('"1"');
  for (const tag of ['"1"', 'W/"1"', '*', '"7", "1"']) {
    const response = await call(address, { headers: { 'if-none-match': tag } });
    expect(response.status).toBe(304);
    expect(await response.text()).toBe('');
  }
  expect((await call(address, { headers: { 'if-none-match': '"2"' } })).status).toBe(200);
});

test.each([
  ['"9"', 412, 'precondition-failed'],
  ['W/"1"', 412, 'precondition-failed'],
  ['"abc"', 412, 'precondition-failed'],
  ['1', 400, 'malformed-header'],
  ['"1', 400, 'malformed-header'],
  ['*, "1"', 400, 'malformed-header'],
])('a change with If-Match %s is %i', async (tag, status, code) => {
  const response = await patch(await createNote(), { stars: 1 }, { 'if-match': tag });
  expect(await problem(response)).toMatchObject({ status, code });
});

test.each(['"1"', '*', '"7" , "1"'])('a change with If-Match %s is made', async (tag) => {
  const response = await patch(await createNote(), { stars: 1 }, { 'if-match': tag });
  expect(response.status).toBe(200);
  expect(response.headers.get('etag')).toBe('"2"');
});

test('a change or removal without If-Match is 428', async () => {
  const address = await createNote();
  expect((await patch(address, {}, {})).status).toBe(428);
  expect((await call(address, { method: 'DELETE' })).status).toBe(428);
});

test('an immutable field in a change is refused, whatever its value', async () => {
  const response = await patch(await createNote(), { title: 'Milk' }, { 'if-match': '*' });
  expect((await problem(response)).errors).toEqual([
    { pointer: '/title', code: 'immutable', message: 'cannot be changed' },
  ]);
});

test('a repeated request gets the answer of the first', async () => {
  const key = { 'idempotency-key': 'once' };
  const first = await post({ title: 'Milk' }, key);
  const second = await post({ title: 'Milk' }, key);
  expect(second.headers.get('idempotency-replayed')).toBe('true');
  expect(second.headers.get('location')).toBe(first.headers.get('location'));
  expect(await second.text()).toBe(await first.text());
  expect(await problem(await post({ title: 'Bread' }, key))).toMatchObject({
    code: 'idempotency-key-reuse',
  });
});

test.each([
  ['does not fit', '{}', 422],
  ['is unreadable', '{', 400],
])('the refusal of a body that %s is repeated as well', async (_name, body, status) => {
  const key = { 'idempotency-key': 'once' };
  expect((await post(body, key)).headers.has('idempotency-replayed')).toBe(false);
  const second = await post(body, key);
  expect(second.status).toBe(status);
  expect(second.headers.get('idempotency-replayed')).toBe('true');
});

test.each(['', 'a b', 'ä', 'a'.repeat(256)])('the idempotency key "%s" is 400', async (key) => {
  const response = await post({ title: 'Milk' }, { 'idempotency-key': key });
  expect(await problem(response)).toMatchObject({ status: 400, code: 'malformed-header' });
});

test('what goes wrong inside stays inside', async () => {
  server = createNotesServer({ interrupt: () => Promise.reject(new Error('password=hunter2')) });
  const response = await post({ title: 'Milk' });
  const document = await problem(response);
  expect(document).toMatchObject({ status: 500, code: 'internal' });
  expect(JSON.stringify(document)).not.toContain('hunter2');
  expect((await call(notes)).status).toBe(200);
});

test('an unavailable dependency is 503 with the time to wait', async () => {
  const unavailable = Object.assign(new Error('down'), { retryAfterSeconds: 7 });
  server = createNotesServer({ interrupt: () => Promise.reject(unavailable) });
  const response = await post({ title: 'Milk' });
  expect(response.headers.get('retry-after')).toBe('7');
  expect(await problem(response)).toMatchObject({ status: 503, code: 'unavailable' });
});

test('browsers of an allowed origin may read the answers, others may not', async () => {
  server = createNotesServer({ corsAllowedOrigins: ['https://shop.example'] });
  const from = async (origin: string) =>
    (await call(notes, { headers: { origin } })).headers.get('access-control-allow-origin');
  expect(await from('https://shop.example')).toBe('https://shop.example');
  expect(await from('https://shop.example.evil')).toBeNull();
  const preflight = await server.fetch(
    new Request(notes, {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
    }),
  );
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, HEAD, POST');
});

test('what an answer varies by, it varies by for browsers as well', async () => {
  const deadlines = createDeadlines(1000);
  const telemetry = createTestTelemetry();
  const edge = createEdge({
    route: () => new Response('', { headers: { vary: 'Accept' } }),
    telemetry,
    admission: createTestAdmission(telemetry).admission,
    cors: createCors(['https://shop.example']),
    deadlines,
    draining: () => false,
    trustedProxyHops: 0,
  });
  const { headers } = await edge(new Request(notes));
  deadlines.stop();
  expect(headers.get('vary')).toBe('Accept, Origin');
});

test('the page of the API needs no other host, and is not there in production', async () => {
  const page = await server.fetch(new Request('http://localhost/docs'));
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(await page.text()).not.toMatch(/https?:\/\//);
  const script = await server.fetch(new Request('http://localhost/docs/swagger-ui-bundle.js'));
  expect(script.status).toBe(200);
  server = createNotesServer({ production: true });
  expect((await server.fetch(new Request('http://localhost/docs'))).status).toBe(404);
});
