import { afterEach, expect, test } from 'bun:test';
import type { Server } from '../../src/http/index.ts';
import { createLogger, createTestTelemetry } from '../../src/telemetry/index.ts';
import { createNotesServer } from './notes.ts';

let server: Server;
afterEach(() => server.stop());

test('where the edge itself fails, callers get a problem document with all headers, and no reason', async () => {
  const lines: string[] = [];
  const telemetry = createTestTelemetry();
  server = createNotesServer({
    telemetry: {
      ...telemetry,
      logger: createLogger('notes', 'info', { write: (line) => void lines.push(line) }),
      http: {
        ...telemetry.http,
        started: () => {
          throw new Error('the gauge is broken');
        },
      },
    },
  });
  const { apiUrl } = await server.start();

  const response = await fetch(`${apiUrl}/v1/notes/notes`);

  expect(response.status).toBe(500);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'strict-transport-security': expect.stringContaining('includeSubDomains'),
  });
  const text = await response.text();
  expect(text).not.toContain('gauge');
  const correlationId = response.headers.get('x-correlation-id');
  expect(JSON.parse(text)).toMatchObject({ code: 'internal', status: 500, correlationId });
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ level: 'error', correlationId }),
  );
});
