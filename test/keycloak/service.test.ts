import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { developerEnvironment, succeed } from '../support/command.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { send, type Reply } from '../support/http-client.ts';
import { parseJson } from '../support/json.ts';
import { createTestDatabase, databaseUrl, type TestDatabase } from '../support/postgres.ts';
import {
  ready,
  runVerb,
  startService,
  typescriptVerbs,
  type Environment,
  type Service,
} from '../support/service.ts';
import { Admin } from './support/admin.ts';
import { Browser } from './support/browser.ts';
import { developerOf } from './support/developer.ts';
import { composed } from './support/keycloak.ts';
import { enter, registrationOf, RelyingParty, textOf } from './support/relying-party.ts';

const shop = inject('shop');
const developer = developerOf(shop);
const party = new RelyingParty(registrationOf(shop, 'api'));
const { issuer, publicUrl, keyFile } = party.registration;
const products = `${publicUrl}/v1/catalog/products`;

let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  addClientKey();
  await succeed({
    argv: ['bun', 'install', '--frozen-lockfile'],
    cwd: shop.folder,
    environment: developerEnvironment(),
  });
  database = await createTestDatabase(inject('postgres'), 'keycloak');
  const environment = { ...identityEnvironment(), ...(await placesHere()) };
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

describe('as a resource server', () => {
  test('the service takes access tokens of Keycloak, and asks them for the scope', async () => {
    // Keycloak asks for the keys of a client, which is the service, every ten seconds at most.
    const { accessToken } = await eventually(
      () => party.signIn(developer, { scope: 'openid catalog:read' }),
      { withinMs: 20_000, everyMs: 1_000, what: 'Keycloak to take the new key of the client' },
    );
    const listed = await ask('GET', accessToken);
    expect(listed.status, listed.text).toBe(200);
    expect(listed.object).toEqual({ items: [], nextCursor: null });

    const created = await ask('POST', accessToken, '{}');
    expect(created.status).toBe(403);
    expect(created.headers['www-authenticate']).toContain('scope="catalog:write"');
  });

  test('the service takes neither ID tokens nor refresh tokens of Keycloak', async () => {
    const { idToken, refreshToken } = await party.signIn(developer, {
      scope: 'openid catalog:read',
    });
    for (const token of [idToken, refreshToken]) {
      const reply = await ask('GET', token);
      expect(reply.status).toBe(401);
      expect(reply.headers['www-authenticate']).toContain('error="invalid_token"');
    }
  });
});

describe('as a backend for frontend', () => {
  test('the service signs a browser in at Keycloak, and serves it by its cookie', async () => {
    const browser = await signedIn();
    expect(await sessionOf(browser)).toMatchObject({
      authenticated: true,
      subject: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const page = await browser.open(products);
    expect(page.status, textOf(page)).toBe(200);
    expect((await new Browser().open(products)).status).toBe(401);
  });

  test('the service writes with what Keycloak granted, for its own pages alone', async () => {
    const browser = await signedIn();
    const { csrfToken } = await sessionOf(browser);
    const slug = 'from-keycloak';
    const create = (headers: readonly (readonly [string, string])[]) =>
      send({
        method: 'POST',
        url: `${publicUrl}/v1/catalog/categories`,
        headers: [
          ['Cookie', browser.cookieFor(new URL(publicUrl))],
          ['Content-Type', 'application/json'],
          ...headers,
        ],
        body: JSON.stringify({ slug, title: 'From Keycloak', position: 1 }),
      });
    expect((await create([['Origin', publicUrl]])).status).toBe(403);
    const created = await create([
      ['Origin', publicUrl],
      ['X-CSRF-Token', String(csrfToken)],
    ]);
    expect(created.status, created.text).toBe(201);
  });

  test('a logout at Keycloak ends the session at the service', async () => {
    const browser = await signedIn();
    const { subject } = await sessionOf(browser);
    await new Admin(shop).ask('POST', `/shop/users/${String(subject)}/logout`);
    await eventually(
      async () => ((await browser.open(products)).status === 401 ? true : undefined),
      { what: 'the session to end' },
    );
    expect((await browser.open(`${publicUrl}/auth/session`)).status).toBe(401);
  });

  test('a logout at the service leads to the one of Keycloak, and revokes the tokens', async () => {
    const browser = await signedIn();
    const { csrfToken, subject } = await sessionOf(browser);
    const reply = await send({
      method: 'POST',
      url: `${publicUrl}/auth/logout`,
      headers: [
        ['Cookie', browser.cookieFor(new URL(publicUrl))],
        ['Origin', publicUrl],
        ['X-CSRF-Token', String(csrfToken)],
      ],
    });
    expect(reply.status, reply.text).toBe(200);
    const end = new URL(String(reply.object['endSessionUrl']));
    expect(`${end.origin}${end.pathname}`).toBe(party.endpoint('logout'));
    expect((await browser.open(products)).status).toBe(401);
    // Nobody is signed in there any more, so that it does not ask, and leads back.
    const after = await browser.open(end.href);
    expect(after.leadsTo?.href, textOf(after)).toBe(`${publicUrl}/`);
    const events = await new Admin(shop).ask(
      'GET',
      `/shop/events?type=REVOKE_GRANT&user=${String(subject)}&max=1`,
    );
    expect(events.json).toMatchObject([{ clientId: party.registration.clientId }]);
  });
});

/** Before the former key, as somebody does who rotates it; nobody tells Keycloak. */
function addClientKey(): void {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(`${keyFile}.new`, `${String(pem)}${readFileSync(keyFile, 'utf8')}`);
  renameSync(`${keyFile}.new`, keyFile);
}

/** What compose.yaml tells the service about Keycloak, itself and its sessions. */
function identityEnvironment(): Environment {
  const given = composed(shop.folder, shop.addresses)['api']?.environment ?? {};
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) =>
      /^(?:APP_ENV|OIDC_|SESSION_|PUBLIC_URL)/.test(name)
        ? [[name, value.replace('/run/secrets', `${shop.folder}/.secrets`)]]
        : [],
    ),
  );
}

async function placesHere(): Promise<Environment> {
  return {
    HOST: '127.0.0.1',
    PORT: new URL(publicUrl).port,
    MANAGEMENT_PORT: String(await freePort()),
    DATABASE_URL: databaseUrl(database, database.application),
    RATE_LIMIT_AUTH: '1000/60',
  };
}

async function signedIn(): Promise<Browser> {
  const browser = new Browser();
  const start = await browser.open(`${publicUrl}/auth/login`);
  expect(start.leadsTo?.href, textOf(start)).toContain(issuer);
  const asked = await enter(browser, start.leadsTo?.href ?? '', developer);
  expect(asked.leadsTo?.href, textOf(asked)).toContain(`${publicUrl}/auth/callback`);
  await browser.open(asked.leadsTo?.href ?? '');
  return browser;
}

async function sessionOf(browser: Browser): Promise<Readonly<Record<string, unknown>>> {
  const page = await browser.open(`${publicUrl}/auth/session`);
  expect(page.status, textOf(page)).toBe(200);
  return parseJson(page.html) as Readonly<Record<string, unknown>>;
}

function ask(method: string, token: string, body?: string): Promise<Reply> {
  return send({
    method,
    url: products,
    headers: [
      ['Authorization', `Bearer ${token}`],
      ['Content-Type', 'application/json'],
    ],
    ...(body === undefined ? {} : { body }),
  });
}
