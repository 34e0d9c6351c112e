import { afterEach, beforeEach, expect, test } from 'bun:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, loadMigrationConfig, type Environment } from '../../src/config/index.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'));
});
afterEach(() => rm(folder, { recursive: true }));

const complete: Environment = {
  DATABASE_URL: 'postgres://app@localhost/shop',
  OIDC_ISSUER: 'https://identity.example',
  OIDC_AUDIENCE: 'shop',
};

const load = (environment: Environment) => loadConfig(environment, { service: 'api' });

function problemsOf(environment: Environment): readonly string[] {
  const result = load(environment);
  return result.ok ? [] : result.error.map(({ variable }) => variable);
}

function configOf(environment: Environment) {
  const result = load(environment);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

test('has a default for everything that is not about this installation', () => {
  expect(configOf(complete)).toMatchObject({
    production: false,
    host: '0.0.0.0',
    port: 8080,
    managementPort: 9464,
    shutdownGraceSeconds: 20,
    otlpEndpoint: null,
    redis: null,
    limits: {
      read: { count: 600, seconds: 60 },
      write: { count: 120, seconds: 60 },
      auth: { count: 20, seconds: 60 },
    },
    trustedProxyHops: 0,
    database: {
      pool: { min: 5, max: 20, idleMs: 30_000, acquireMs: 5000 },
      statementTimeoutMs: 10_000,
    },
  });
});

test('tells every problem at once', () => {
  expect(
    problemsOf({ PORT: '80800', MANAGEMENT_PORT: 'x', LOG_LEVEL: 'loud', APP_ENV: 'prod' }),
  ).toEqual([
    'APP_ENV',
    'PORT',
    'MANAGEMENT_PORT',
    'LOG_LEVEL',
    'OIDC_ISSUER',
    'OIDC_AUDIENCE',
    'DATABASE_URL',
  ]);
});

test.each([
  ['DATABASE_URL', 'mysql://localhost/shop'],
  ['DATABASE_URL', 'localhost'],
  ['OIDC_ISSUER', 'identity.example'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318'],
  ['CORS_ALLOWED_ORIGINS', 'https://shop.example/path'],
  ['CORS_ALLOWED_ORIGINS', '*'],
  ['CORS_ALLOWED_ORIGINS', 'null'],
  ['SHUTDOWN_GRACE_SECONDS', '-1'],
  ['REDIS_URL', 'localhost:6379'],
  ['RATE_LIMIT_READ', '600'],
  ['RATE_LIMIT_WRITE', '0/60'],
  ['RATE_LIMIT_AUTH', '20/0'],
  ['TRUSTED_PROXY_HOPS', 'all'],
])('refuses %s=%s', (variable, value) => {
  expect(problemsOf({ ...complete, [variable]: value })).toEqual([variable]);
});

test('an empty variable is an absent one', () => {
  expect(configOf({ ...complete, PORT: '', PUBLIC_URL: ' ' })).toMatchObject({
    port: 8080,
    publicUrl: null,
  });
});

test('a secret in a file wins over one in the environment, and its changes are seen', async () => {
  const path = join(folder, 'url');
  await writeFile(path, 'postgres://app:first@localhost/shop\n');
  const { database } = configOf({ ...complete, DATABASE_URL_FILE: path });
  expect(database.url.current()).toBe('postgres://app:first@localhost/shop');
  await writeFile(path, 'postgres://app:second-one@localhost/shop\n');
  expect(database.url.current()).toBe('postgres://app:second-one@localhost/shop');
  await rm(path);
  expect(database.url.current()).toBe('postgres://app:second-one@localhost/shop');
});

test('a secret file that cannot be read is named', () => {
  expect(problemsOf({ ...complete, DATABASE_URL_FILE: join(folder, 'absent') })).toEqual([
    'DATABASE_URL_FILE',
  ]);
});

test.each([
  ['DATABASE_URL', 'postgres://app:secret@localhost/shop'],
  ['MIGRATION_DATABASE_URL', 'postgres://owner:secret@localhost/shop'],
  ['REDIS_URL', 'redis://:secret@localhost'],
  ['OIDC_CLIENT_SECRET', 'secret'],
  ['SMTP_PASSWORD', 'secret'],
  ['GITHUB_TOKEN', 'secret'],
  ['OIDC_CLIENT_SECRET_FILE', '/absent'],
  ['OIDC_CLIENT_KEY_FILE', '/absent'],
  ['MIGRATION_DATABASE_URL_FILE', '/absent'],
])('production refuses %s=%s', (variable, value) => {
  expect(problemsOf({ ...complete, APP_ENV: 'production', [variable]: value })).toEqual([variable]);
  expect(problemsOf({ ...complete, [variable]: value })).toEqual([]);
});

test('no message repeats a secret', () => {
  const result = load({ ...complete, APP_ENV: 'production', SMTP_PASSWORD: 'hunter2' });
  expect(JSON.stringify(result)).not.toContain('hunter2');
});

test('migrations need the database alone, and take its owner to be the application by default', () => {
  const result = loadMigrationConfig({ DATABASE_URL: complete['DATABASE_URL'] });
  expect(result.ok && result.value.database.migrationUrl.current()).toBe(
    'postgres://app@localhost/shop',
  );
});
