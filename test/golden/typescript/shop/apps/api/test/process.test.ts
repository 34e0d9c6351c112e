import { startIdentityProvider, type IdentityProvider } from '@packages/contract-testing';
import { createTestDatabase, type TestDatabase } from '@packages/platform/testing';
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { migrations } from '../src/contexts.ts';

const audience = 'process-test';

let database: TestDatabase;
let identity: IdentityProvider;

beforeAll(async () => {
  database = await createTestDatabase({
    contexts: migrations,
  });
  identity = await startIdentityProvider(audience);
});
afterAll(async () => {
  await identity.stop();
  await database.drop();
});

const working = () => ({
  DATABASE_URL: database.url,
  OIDC_ISSUER: identity.issuer,
  OIDC_AUDIENCE: audience,
  OIDC_CLIENT_ID: audience,
  OIDC_CLIENT_SECRET: 'nobody signs in here',
  PUBLIC_URL: 'http://localhost:8080',
  SHUTDOWN_GRACE_SECONDS: '10',
});

function start(environment: Readonly<Record<string, string>>) {
  return Bun.spawn(['bun', 'src/main.ts'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      PORT: '0',
      MANAGEMENT_PORT: '0',
      ...environment,
    },
    stdout: 'pipe',
    stderr: 'pipe',
  });
}

interface Addresses {
  readonly apiUrl: string;
  readonly managementUrl: string;
}

/** Reads the log up to the line that says where the process listens, and then throws it away. */
async function addressesOf({ stdout }: ReturnType<typeof start>): Promise<Addresses> {
  const reader = stdout.getReader();
  const decoder = new TextDecoder();
  let log = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`The process ended before it listened: ${log}`);
    log += decoder.decode(value, { stream: true });
    const line = log.split('\n').find((text) => text.includes('"listening"') && text.endsWith('}'));
    if (line === undefined) continue;
    reader.releaseLock();
    void stdout.pipeTo(new WritableStream());
    return JSON.parse(line);
  }
}

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

test('serves its two ports, and ends with 0 when it is told to stop', async () => {
  const service = start(working());
  const { apiUrl, managementUrl } = await addressesOf(service);
  expect(await statusOf(`${managementUrl}/health/live`)).toBe(200);
  expect(await statusOf(`${managementUrl}/health/ready`)).toBe(200);
  expect(await statusOf(`${managementUrl}/metrics`)).toBe(200);
  expect(await statusOf(`${managementUrl}/openapi.json`)).toBe(404);
  expect(await statusOf(`${apiUrl}/openapi.json`)).toBe(200);
  expect(await statusOf(`${apiUrl}/health/ready`)).toBe(404);
  service.kill('SIGTERM');
  expect(await service.exited).toBe(0);
});

test('finishes the request in flight, unready from the moment it is told to stop', async () => {
  const service = start(working());
  const { apiUrl, managementUrl } = await addressesOf(service);
  const request = await beginRequest(apiUrl, await identity.token(['catalog:write']));
  service.kill('SIGTERM');
  while ((await statusOf(`${managementUrl}/health/ready`)) !== 503) await Bun.sleep(10);
  expect(await request.finish()).toMatch(/^HTTP\/1\.1 (?:201|422) /);
  expect(await service.exited).toBe(0);
});

test('ends at once when it is told twice', async () => {
  const service = start(working());
  const { apiUrl, managementUrl } = await addressesOf(service);
  await beginRequest(apiUrl, await identity.token(['catalog:write']));
  service.kill('SIGTERM');
  while ((await statusOf(`${managementUrl}/health/ready`)) !== 503) await Bun.sleep(10);
  service.kill('SIGTERM');
  expect(await service.exited).toBe(143);
});

/** A request whose body is half sent when this resolves. */
async function beginRequest(apiUrl: string, token: string) {
  const { hostname, port } = new URL(apiUrl);
  const socket = connect(Number(port), hostname);
  const answer = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('close', () => resolve(text));
    socket.on('error', () => resolve(text));
  });
  const head = [
    'POST /v1/catalog/categories HTTP/1.1',
    `Host: ${hostname}`,
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    'Content-Length: 2',
    '',
    '{',
  ];
  await new Promise<void>((resolve) => socket.write(head.join('\r\n'), () => resolve()));
  // The request has arrived once another one, sent after it, has been answered.
  await fetch(`${apiUrl}/openapi.json`);
  return {
    finish() {
      socket.write('}');
      return answer;
    },
  };
}

test('names everything that is wrong with its configuration, and exits with 78', async () => {
  const service = start({ PORT: 'x' });
  expect(await service.exited).toBe(78);
  const message = await new Response(service.stderr).text();
  for (const variable of [
    'PORT',
    'DATABASE_URL',
    'OIDC_ISSUER',
    'OIDC_AUDIENCE',
    'OIDC_CLIENT_ID',
    'PUBLIC_URL',
  ]) {
    expect(message).toContain(variable);
  }
});
