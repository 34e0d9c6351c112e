import { afterEach, beforeEach, expect, test } from 'bun:test';
import { connect } from 'node:net';
import type { Server } from '../../src/http/index.ts';
import { createLogger, createTestTelemetry } from '../../src/telemetry/index.ts';
import { createNotesServer, token } from './notes.ts';

const path = '/v1/notes/notes';

let server: Server;
let apiUrl: string;
let managementUrl: string;
let logLines: string[];
/** What a note called "wait" waits for. */
let gate: { readonly opened: Promise<void>; readonly open: () => void };

beforeEach(async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  gate = { opened: promise, open: resolve };
  logLines = [];
  const logger = createLogger('notes', 'info', { write: (line) => void logLines.push(line) });
  server = createNotesServer({
    telemetry: { ...createTestTelemetry(), logger },
    interrupt: (title) => (title === 'wait' ? gate.opened : Promise.resolve()),
  });
  ({ apiUrl, managementUrl } = await server.start());
});
afterEach(() => server.stop());

/** Sends bytes as they are and reads until the server closes, or has answered as expected. */
function exchange(lines: readonly string[], until: RegExp): Promise<string> {
  const { port } = new URL(apiUrl);
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      if (until.test(answer)) socket.destroy();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(answer));
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  });
}

const authorization = `Authorization: Bearer ${token}`;

test.each([
  ['two Authorization headers', [authorization, authorization], 400, 'bad-request'],
  [
    'headers over 16 KiB',
    [authorization, `X-Long: ${'a'.repeat(20_000)}`],
    431,
    'headers-too-large',
  ],
  ['no credentials', [], 401, 'unauthenticated'],
])('%s get a problem document', async (_name, headers, status, code) => {
  const answer = await exchange(
    [`GET ${path} HTTP/1.1`, 'Host: localhost', ...headers],
    /"correlationId"/,
  );
  expect(answer).toStartWith(`HTTP/1.1 ${status} `);
  expect(answer).toContain('application/problem+json');
  expect(answer).toContain(`"code":"${code}"`);
});

test('a Host header that names no host is 400', async () => {
  const answer = await exchange(
    [`GET ${path} HTTP/1.1`, 'Host: a b<', authorization],
    /"correlationId"/,
  );
  expect(answer).toStartWith('HTTP/1.1 400 ');
  expect(answer).toContain('application/problem+json');
});

test('two Host headers are 400: whoever stands before us may have gone by the other', async () => {
  const answer = await exchange(
    [`GET ${path} HTTP/1.1`, 'Host: a.example', 'Host: b.example', authorization],
    /"correlationId"/,
  );
  expect(answer).toStartWith('HTTP/1.1 400 ');
});

test('TRACE is 405', async () => {
  const answer = await exchange(
    [`TRACE ${path} HTTP/1.1`, 'Host: localhost', authorization],
    /"correlationId"/,
  );
  expect(answer).toStartWith('HTTP/1.1 405 ');
});

test('a body announced as too large is refused before it is sent', async () => {
  const answer = await exchange(
    [
      `POST ${path} HTTP/1.1`,
      'Host: localhost',
      authorization,
      'Content-Type: application/json',
      'Content-Length: 5000000',
    ],
    /"correlationId"/,
  );
  expect(answer).toStartWith('HTTP/1.1 413 ');
});

const statusOf = async (address: string) => (await fetch(address)).status;
const authorized = { headers: { authorization: `Bearer ${token}` } };

test('the management port answers health and metrics, and nothing else', async () => {
  for (const address of ['/health/live', '/health/ready', '/health/startup', '/metrics']) {
    expect(await statusOf(`${managementUrl}${address}`)).toBe(200);
    expect(await statusOf(`${apiUrl}${address}`)).toBe(404);
  }
  for (const address of ['/', path, '/openapi.json', '/health']) {
    expect(await statusOf(`${managementUrl}${address}`)).toBe(404);
  }
});

test('what the management port does not have is told by a problem document, with all headers', async () => {
  for (const [address, method, status] of [
    ['/nowhere', 'GET', 404],
    ['/health/live', 'POST', 405],
  ] as const) {
    const response = await fetch(`${managementUrl}${address}`, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('x-correlation-id')).not.toBeNull();
  }
});

test('a second process cannot share the port', () => {
  const { hostname, port } = new URL(apiUrl);
  const second = () =>
    Bun.serve({ hostname, port, development: false, fetch: () => new Response() });
  expect(second).toThrow('in use');
});

test('requests are counted by route, never by address', async () => {
  await fetch(`${apiUrl}${path}/01890a5d-ac96-774b-bcce-b302099a8057`, authorized);
  await fetch(`${apiUrl}/nowhere`);
  const metrics = await (await fetch(`${managementUrl}/metrics`)).text();
  expect(metrics).toContain(
    'http_server_request_duration_seconds_count{http_request_method="GET",http_response_status_code="404",http_route="/v1/notes/notes/{id}"} 1',
  );
  expect(metrics).toContain(
    'http_server_request_duration_seconds_count{http_request_method="GET",http_response_status_code="404"} 1',
  );
  expect(metrics).toContain('http_server_active_requests 0');
  expect(metrics).not.toContain('01890a5d');
});

test('a request leaves one line in the log, without its token', async () => {
  await fetch(`${apiUrl}${path}?limit=1`, {
    headers: { ...authorized.headers, 'x-correlation-id': 'order-4711' },
  });
  const lines = logLines.map((line) => JSON.parse(line));
  expect(lines).toEqual([
    expect.objectContaining({
      message: 'request served',
      service: 'notes',
      correlationId: 'order-4711',
      method: 'GET',
      path,
      route: path,
      status: 200,
    }),
  ]);
  expect(logLines.join('')).not.toContain(token);
});

test('draining turns unready at once and lets the request in flight finish', async () => {
  const inFlight = fetch(`${apiUrl}${path}`, {
    method: 'POST',
    body: JSON.stringify({ title: 'wait' }),
    headers: { ...authorized.headers, 'content-type': 'application/json' },
  });
  while (!(await activeRequests())) await Bun.sleep(5);
  const drained = server.drain(5000);
  expect(await statusOf(`${managementUrl}/health/ready`)).toBe(503);
  expect(await statusOf(`${managementUrl}/health/live`)).toBe(200);
  gate.open();
  const response = await inFlight;
  expect(response.status).toBe(201);
  expect(response.headers.get('connection')).toBe('close');
  await drained;
});

async function activeRequests(): Promise<boolean> {
  const metrics = await (await fetch(`${managementUrl}/metrics`)).text();
  return metrics.includes('http_server_active_requests 1');
}
