import { expect, test } from 'bun:test';
import { lastResort } from '../../src/http/last-resort.ts';
import { createTestTelemetry } from '../../src/telemetry/index.ts';

test('where the edge itself fails, callers get a problem document with all headers, and no reason', async () => {
  const response = lastResort(createTestTelemetry())(new Error('a secret of ours'));

  expect(response.status).toBe(500);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'strict-transport-security': expect.stringContaining('includeSubDomains'),
  });
  const text = await response.text();
  expect(text).not.toContain('secret');
  expect(JSON.parse(text)).toMatchObject({
    code: 'internal',
    status: 500,
    correlationId: response.headers.get('x-correlation-id'),
  });
});
