import { loadConfig } from '@packages/platform/config';
import { createTelemetry } from '@packages/platform/telemetry';
import { createTestDatabase, type TestDatabase } from '@packages/platform/testing';
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readFile } from 'node:fs/promises';
import { compose } from '../src/composition.ts';
import { migrations } from '../src/contexts.ts';

const dashboard = new URL('../../../ops/grafana/dashboards/services.json', import.meta.url);

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({
    contexts: migrations,
  });
});
afterAll(() => database.drop());

test('every metric on the dashboard is one that the service has', async () => {
  const config = loadConfig(
    {
      DATABASE_URL: database.url,
      OIDC_ISSUER: 'http://127.0.0.1:9',
      OIDC_AUDIENCE: 'test',
      OIDC_CLIENT_ID: 'test',
      OIDC_CLIENT_SECRET: 'not-a-secret-of-anybody',
      PUBLIC_URL: 'http://localhost:8080',
    },
    { service: 'test' },
  );
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const telemetry = createTelemetry({ service: 'test', level: 'silent', otlpEndpoint: null });
  const { hooks } = await compose(config.value, telemetry);

  const has = new Set((await telemetry.metrics.getMetricsAsJSON()).map(({ name }) => name));
  const shown = (await readFile(dashboard, 'utf8')).matchAll(/\b([a-z_]+)\{/g);
  const missing = [...shown]
    .map(([, name = '']) => name)
    .filter((name) => !has.has(name) && !has.has(name.replace(/_(?:bucket|count)$/, '')));
  expect(missing).toEqual([]);

  for (const hook of hooks) await hook.stop();
});
