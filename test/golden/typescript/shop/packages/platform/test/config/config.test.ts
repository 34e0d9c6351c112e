import { afterEach, beforeEach, expect, test } from 'bun:test';
import { generateKeyPairSync } from 'node:crypto';
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
  OIDC_CLIENT_ID: 'shop',
  // Any file will do.
  OIDC_CLIENT_SECRET_FILE: import.meta.path,
  PUBLIC_URL: 'https://shop.example',
};

const pem = (namedCurve: string): string =>
  generateKeyPairSync('ec', { namedCurve })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();

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
    'OIDC_CLIENT_ID',
    'OIDC_CLIENT_SECRET',
    'PUBLIC_URL',
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
  ['REDIS_URL', 'redis://localhost/cache'],
  ['RATE_LIMIT_READ', '600'],
  ['RATE_LIMIT_WRITE', '0/60'],
  ['RATE_LIMIT_AUTH', '20/0'],
  ['TRUSTED_PROXY_HOPS', 'all'],
  ['PUBLIC_URL', 'shop.example'],
  ['PUBLIC_URL', 'https://shop.example/path'],
  ['PUBLIC_URL', 'https://user@shop.example'],
  ['PUBLIC_URL', 'http://shop.example'],
  ['SESSION_KEY', 'too-short'],
  ['OIDC_CLIENT_KEY', 'no PEM'],
])('refuses %s=%s', (variable, value) => {
  expect(problemsOf({ ...complete, [variable]: value })).toEqual([variable]);
});

test('an empty variable is an absent one', () => {
  expect(configOf({ ...complete, PORT: '', OTEL_EXPORTER_OTLP_ENDPOINT: ' ' })).toMatchObject({
    port: 8080,
    otlpEndpoint: null,
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

test.each([
  ['OIDC_CLIENT_SECRET', { OIDC_CLIENT_SECRET_FILE: undefined }],
  ['OIDC_CLIENT_SECRET_FILE', { OIDC_CLIENT_SECRET_FILE: '/absent' }],
  ['OIDC_CLIENT_SECRET_FILE', { OIDC_CLIENT_SECRET_FILE: '/dev/null' }],
  ['OIDC_CLIENT_KEY', { OIDC_CLIENT_KEY: pem('P-384'), OIDC_CLIENT_SECRET_FILE: undefined }],
  ['OIDC_CLIENT_KEY', { OIDC_CLIENT_KEY: pem('P-256') }],
  ['SESSION_KEY_FILE', { SESSION_KEY_FILE: '/absent' }],
])('the service proves itself to the provider in one way: %s is refused', (variable, changes) => {
  expect(problemsOf({ ...complete, ...changes })).toEqual([variable]);
});

test('the client of the provider has a key, and sessions have theirs', () => {
  const { signIn } = configOf({
    ...complete,
    OIDC_CLIENT_SECRET_FILE: undefined,
    OIDC_CLIENT_KEY: `${pem('P-256')}\n${pem('P-256')}`,
    SESSION_KEY: `${'ab'.repeat(32)}\n${Buffer.alloc(32, 1).toString('base64')}`,
  });
  expect(signIn.credential.kind).toBe('key');
});

test('a secret file that cannot be read is named', () => {
  expect(problemsOf({ ...complete, DATABASE_URL_FILE: join(folder, 'absent') })).toEqual([
    'DATABASE_URL_FILE',
  ]);
});

test('outside production secrets may be in variables, and TLS is as the address says', () => {
  const url = 'postgres://app:secret@database.example/shop';
  const currentOf = (DATABASE_URL: string) =>
    configOf({ ...complete, DATABASE_URL }).database.url.current();
  expect(currentOf(url)).toBe(url);
  expect(currentOf(`${url}?sslmode=no-verify`)).toBe(`${url}?sslmode=no-verify`);
  expect(currentOf(`${url}?sslmode=require`)).toBe(`${url}?sslmode=verify-full`);
  expect(currentOf(`${url}?ssl=true`)).toBe(`${url}?sslmode=verify-full`);
});

test('migrations need the database alone, and take its owner to be the application by default', () => {
  const result = loadMigrationConfig({ DATABASE_URL: complete['DATABASE_URL'] });
  expect(result.ok && result.value.database.migrationUrl.current()).toBe(
    'postgres://app@localhost/shop',
  );
});
