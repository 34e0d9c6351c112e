import { afterEach, beforeEach, expect, test } from 'bun:test';
import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, loadMigrationConfig, type Environment } from '../../src/config/index.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'production-'));
});
afterEach(() => rm(folder, { recursive: true }));

const production: Environment = {
  APP_ENV: 'production',
  DATABASE_URL: 'postgres://app@database.example/shop',
  OIDC_ISSUER: 'https://identity.example',
  OIDC_AUDIENCE: 'shop',
  OIDC_CLIENT_ID: 'shop',
  // Any file is a secret.
  OIDC_CLIENT_SECRET_FILE: import.meta.path,
  PUBLIC_URL: 'https://shop.example',
};

const load = (changes: Environment) =>
  loadConfig({ ...production, ...changes }, { service: 'api', externals: ['PAYMENTS_URL'] });

function problemsOf(changes: Environment): readonly string[] {
  const result = load(changes);
  return result.ok ? [] : result.error.map(({ variable }) => variable);
}

function databaseOf(changes: Environment): URL {
  const result = load(changes);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return new URL(result.value.database.url.current());
}

async function fileOf(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

test.each([
  ['DATABASE_URL', 'postgres://app:secret@localhost/shop'],
  ['DATABASE_URL', 'postgres://app@localhost/shop?password=secret'],
  ['DATABASE_URL', 'postgres://app:sec ret#@localhost/shop'],
  ['MIGRATION_DATABASE_URL', 'postgres://owner:secret@localhost/shop'],
  ['DATABASE_REPLICA_URL', 'postgres://app:secret@localhost/shop'],
  ['REDIS_URL', 'rediss://:secret@cache.example'],
  ['SEARCH_URL', 'https://search.example/?api_key=secret'],
  ['PGPASSWORD', 'secret'],
  ['OIDC_CLIENT_SECRET', 'secret'],
  ['OIDC_CLIENT_KEY', 'secret'],
  ['SESSION_KEY', 'secret'],
  ['SMTP_PASSWORD', 'secret'],
  ['GITHUB_TOKEN', 'secret'],
])('a secret in a variable is refused and not repeated: %s=%s', (variable, value) => {
  expect(problemsOf({ [variable]: value })).toEqual([variable]);
  expect(JSON.stringify(load({ [variable]: value }))).not.toContain('secret@');
});

test.each(['DATABASE_URL_FILE', 'OIDC_CLIENT_SECRET_FILE', 'SESSION_KEY_FILE', 'DATABASE_CA_FILE'])(
  '%s has to be a file with something in it',
  async (variable) => {
    expect(problemsOf({ [variable]: join(folder, 'absent') })).toEqual([variable]);
    expect(problemsOf({ [variable]: folder })).toEqual([variable]);
    expect(problemsOf({ [variable]: await fileOf('empty', '\n') })).toEqual([variable]);
  },
);

test('a mounted secret is seen when the links to it are swapped', async () => {
  const first = await fileOf('first', 'postgres://app:first@localhost/shop');
  const second = await fileOf('second', 'postgres://app:other@localhost/shop');
  const link = join(folder, 'url');
  await symlink(first, link);
  const changes = { DATABASE_URL: undefined, DATABASE_URL_FILE: link };
  const result = load(changes);
  expect(result.ok && result.value.database.url.current()).toContain('first');

  await symlink(second, `${link}.next`);
  await rename(`${link}.next`, link);

  expect(result.ok && result.value.database.url.current()).toContain('other');
});

test('beyond the loopback interface the database is verified, whatever the rotated address says', async () => {
  const path = await fileOf('url', 'postgres://app:one@database.example/shop');
  const ca = await fileOf('ca', 'a certificate');
  const changes = { DATABASE_URL: undefined, DATABASE_URL_FILE: path, DATABASE_CA_FILE: ca };
  const result = load(changes);
  const current = () => new URL(result.ok ? result.value.database.url.current() : '').searchParams;
  expect(Object.fromEntries(current())).toEqual({ sslmode: 'verify-full', sslrootcert: ca });

  await writeFile(path, 'postgres://app:two@database.example/shop?sslmode=no-verify&ssl=0');

  expect(Object.fromEntries(current())).toEqual({ sslmode: 'verify-full', sslrootcert: ca });

  // node-postgres takes this for the host of the parameter, without TLS.
  await writeFile(path, 'postgres://app:two@/shop?host=database.example');

  expect(current).toThrow('DATABASE_URL holds no URL any more.');
});

test.each([
  'sslmode=disable',
  'sslmode=no-verify',
  'sslmode=prefer',
  'sslmode=require',
  'sslmode=verify-ca',
  'sslmode=verify-full&sslmode=disable',
  'ssl=0',
  'ssl=no-verify',
])('a database address that asks for less is refused: %s', (parameters) => {
  const url = `postgres://app@database.example/shop?${parameters}`;
  expect(problemsOf({ DATABASE_URL: url })).toEqual(['DATABASE_URL']);
  expect(problemsOf({ DATABASE_URL: url, DATABASE_TLS: 'off' })).toEqual([]);
});

test('uselibpqcompat cannot give sslmode another meaning', () => {
  const url = 'postgres://app@database.example/shop?sslmode=verify-full&uselibpqcompat=true';
  expect(databaseOf({ DATABASE_URL: url }).search).toBe('?sslmode=verify-full');
});

test.each([
  ['postgres://app@localhost/shop', ''],
  ['postgres://app@127.0.0.2/shop', ''],
  ['postgres://app@[::1]/shop', ''],
  ['postgres://app@%2Fvar%2Frun%2Fpostgresql/shop', ''],
  ['postgres://app@localhost/shop?host=/var/run/postgresql', '?host=/var/run/postgresql'],
  ['postgres://app@0.0.0.0/shop', '?sslmode=verify-full'],
  ['postgres://app@127.example/shop', '?sslmode=verify-full'],
  ['postgres://app@localhost.example/shop', '?sslmode=verify-full'],
  [
    'postgres://app@localhost/shop?host=database.example',
    '?host=database.example&sslmode=verify-full',
  ],
  [
    'postgres://app@database.example/shop?host=localhost&host=database.example',
    '?host=localhost&host=database.example&sslmode=verify-full',
  ],
])('only what never leaves the machine may be plain: %s', (url, search) => {
  expect(databaseOf({ DATABASE_URL: url }).search).toBe(search);
  expect(databaseOf({ DATABASE_URL: url, DATABASE_TLS: 'on' }).search).toContain('verify-full');
});

test('what is switched off is known', () => {
  const result = load({ DATABASE_TLS: 'off' });
  expect(result.ok && result.value.unprotected).toEqual(['DATABASE_TLS']);
  expect(result.ok && result.value.database.url.current()).toBe(
    'postgres://app@database.example/shop',
  );
});

test('a client certificate comes with its key', async () => {
  const path = await fileOf('client', 'certificate or key');
  expect(problemsOf({ DATABASE_CERT_FILE: path })).toEqual(['DATABASE_KEY_FILE']);
  expect(problemsOf({ DATABASE_KEY_FILE: path })).toEqual(['DATABASE_CERT_FILE']);
  const { searchParams } = databaseOf({ DATABASE_CERT_FILE: path, DATABASE_KEY_FILE: path });
  expect(searchParams.get('sslcert')).toBe(path);
  expect(searchParams.get('sslkey')).toBe(path);
});

test.each(['OIDC_ISSUER', 'PAYMENTS_URL'])(
  '%s is https, except on the loopback interface',
  (variable) => {
    expect(problemsOf({ [variable]: 'http://service.example' })).toEqual([variable]);
    expect(problemsOf({ [variable]: 'http://127.0.0.1.example' })).toEqual([variable]);
    expect(problemsOf({ [variable]: 'http://127.0.0.1:8080' })).toEqual([]);
    expect(problemsOf({ [variable]: 'http://[::1]:8080' })).toEqual([]);
    expect(problemsOf({ [variable]: 'http://service.example', APP_ENV: 'test' })).toEqual([]);
  },
);

test('a mesh may encrypt on the way to the externals', () => {
  expect(problemsOf({ PAYMENTS_URL: 'http://payments', EXTERNALS_TLS: 'off' })).toEqual([]);
});

test('certificates cannot be waved through', () => {
  const variable = 'NODE_TLS_REJECT_UNAUTHORIZED';
  expect(problemsOf({ [variable]: '0' })).toEqual([variable]);
});

test('migrations are held to the same', () => {
  const result = loadMigrationConfig({
    APP_ENV: 'production',
    DATABASE_URL: 'postgres://app@database.example/shop?sslmode=disable',
    MIGRATION_DATABASE_URL: 'postgres://owner:secret@database.example/shop',
  });
  expect(result.ok ? [] : result.error.map(({ variable }) => variable)).toEqual([
    'MIGRATION_DATABASE_URL',
    'DATABASE_URL',
  ]);
});
