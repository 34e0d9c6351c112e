import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { developerEnvironment, succeed } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { send, type Reply } from '../support/http-client.ts';
import { createTestDatabase, databaseUrl, type TestDatabase } from '../support/postgres.ts';
import {
  ready,
  runVerb,
  startService,
  typescriptVerbs,
  type Environment,
  type Service,
} from '../support/service.ts';
import { developerOf } from './support/developer.ts';
import { registrationOf, RelyingParty, type TokenSet } from './support/relying-party.ts';
import { standIn } from './support/stand-in.ts';

const shop = inject('shop');
const party = new RelyingParty(registrationOf(shop, 'api'));
const { issuer, clientId, publicUrl, keyFile } = party.registration;

let database: TestDatabase;
let service: Service;
let tokens: TokenSet;

beforeAll(async () => {
  // The keys of the client are asked for once, before the service is there to publish them.
  const instead = await standIn(party);
  tokens = await party.signIn(developerOf(shop), { scope: 'openid catalog:read' });
  await instead.stop();

  await succeed({
    argv: ['bun', 'install', '--frozen-lockfile'],
    cwd: shop.folder,
    environment: developerEnvironment(),
  });
  database = await createTestDatabase(inject('postgres'), 'keycloak');
  const environment: Environment = {
    HOST: '127.0.0.1',
    PORT: new URL(publicUrl).port,
    MANAGEMENT_PORT: String(await freePort()),
    PUBLIC_URL: publicUrl,
    DATABASE_URL: databaseUrl(database, database.application),
    OIDC_ISSUER: issuer,
    OIDC_AUDIENCE: 'shop',
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_KEY_FILE: keyFile,
    SESSION_KEY_FILE: `${shop.folder}/.secrets/session_key`,
  };
  const verbs = typescriptVerbs(shop.folder);
  const migrated = await runVerb(verbs, 'migrate', {
    ...environment,
    MIGRATION_DATABASE_URL: databaseUrl(database, database.owner),
  });
  expect(migrated.code, migrated.stdout + migrated.stderr).toBe(0);
  service = startService(verbs, environment);
  await ready(service);
});
afterAll(async () => {
  await service?.stop();
  await database?.drop();
});

test('the service takes an access token of Keycloak', async () => {
  const reply = await list(tokens.accessToken);
  expect(reply.status, reply.text).toBe(200);
  expect(reply.object).toEqual({ items: [], nextCursor: null });
});

test('the service refuses an access token of Keycloak without the scope', async () => {
  const reply = await send({
    method: 'POST',
    url: `${publicUrl}/v1/catalog/products`,
    headers: [
      ['Authorization', `Bearer ${tokens.accessToken}`],
      ['Content-Type', 'application/json'],
    ],
    body: '{}',
  });
  expect(reply.status).toBe(403);
  expect(reply.headers['www-authenticate']).toContain('scope="catalog:write"');
});

test('the service takes neither the ID token nor the refresh token of Keycloak', async () => {
  for (const token of [tokens.idToken, tokens.refreshToken]) {
    const reply = await list(token);
    expect(reply.status).toBe(401);
    expect(reply.headers['www-authenticate']).toContain('error="invalid_token"');
  }
});

function list(token: string): Promise<Reply> {
  return send({
    method: 'GET',
    url: `${publicUrl}/v1/catalog/products`,
    headers: [['Authorization', `Bearer ${token}`]],
  });
}
