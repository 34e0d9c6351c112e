import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { startEchoingProvider } from '../../support/echoing-provider.ts';
import { eventually } from '../../support/eventually.ts';
import { type Reply, send } from '../../support/http-client.ts';
import type { JsonObject } from '../../support/json.ts';
import { databaseUrl } from '../../support/postgres.ts';
import { type Service, ready, runVerb, startService } from '../../support/service.ts';
import { startTcpProxy } from '../../support/tcp-proxy.ts';
import { createSigningKey } from '../../support/tokens.ts';
import { type Api, type Resource, allScopes, connectApi } from '../api.ts';
import { type Canaries, newCanary, sightings } from '../canaries.ts';
import type { Case } from '../case.ts';
import { tableOf } from '../holding.ts';
import { administer, withRole } from '../roles.ts';
import { fullBody } from '../samples/fresh.ts';
import type { World } from '../world.ts';

/**
 * Every secret is a text that occurs nowhere else; requests succeed, fail and crash; and then all
 * that the service has let out is searched for them, encoded ones included.
 */
export function canaryCases(resource: Resource): Case[] {
  return [
    {
      id: 'canary/everything',
      title: 'no secret, token, cookie or value of a body is in logs, traces, metrics or errors',
      timeoutMs: 180_000,
      run: (world) => searchEverything(world, resource),
    },
    {
      id: 'canary/migrate',
      title: 'migrate that cannot connect does not say with what it tried',
      timeoutMs: 60_000,
      async run(world) {
        const canaries = { application: newCanary(), owner: newCanary() };
        const { database } = world;
        const refused = await world.environment({
          DATABASE_URL: databaseUrl(database, {
            ...database.application,
            password: canaries.application,
          }),
          MIGRATION_DATABASE_URL: databaseUrl(database, {
            ...database.owner,
            password: canaries.owner,
          }),
        });
        const malformed = {
          ...refused,
          MIGRATION_DATABASE_URL: `postgres://owner:${canaries.owner}@host:port:port/x`,
        };
        for (const environment of [refused, malformed]) {
          const { code, stdout, stderr } = await runVerb(
            world.subject.verbs,
            'migrate',
            environment,
          );
          expect(code).not.toBe(0);
          expect(stdout + stderr, 'it says something').not.toBe('');
          expect(sightings(stdout + stderr, canaries)).toEqual([]);
        }
      },
    },
  ];
}

async function searchEverything(world: World, resource: Resource): Promise<void> {
  const keyBytes = randomBytes(32);
  const given = {
    databasePassword: newCanary(),
    redisPassword: newCanary(),
    clientSecret: newCanary(),
    sessionKey: keyBytes.toString('hex'),
    sessionKeyBytes: keyBytes.toString('latin1'),
  };
  const user = `canary-${randomBytes(3).toString('hex')}`;
  const { redis } = world;
  await redis.command('ACL', 'SETUSER', user, 'on', `>${given.redisPassword}`, '~*', '&*', '+@all');
  const provider = await startEchoingProvider(world.identity.issuer);
  const proxy = await startTcpProxy(world.database);
  try {
    await withRole(
      world,
      world.database.application,
      async (role, changePassword) => {
        const environment = await world.environment({
          LOG_LEVEL: 'debug',
          OIDC_ISSUER: provider.issuer,
          DATABASE_URL: undefined,
          DATABASE_URL_FILE: await world.secretFile(databaseUrl(world.database, role, proxy.port)),
          REDIS_URL: undefined,
          REDIS_URL_FILE: await world.secretFile(
            `redis://${user}:${given.redisPassword}@${redis.host}:${redis.port}/0`,
          ),
          OIDC_CLIENT_SECRET_FILE: await world.secretFile(given.clientSecret),
          SESSION_KEY_FILE: await world.secretFile(given.sessionKey),
        });
        const service = startService(world.subject.verbs, environment);
        try {
          await ready(service);
          const scene: Scene = {
            world,
            resource,
            service,
            issuer: provider.issuer,
            api: connectApi(service.baseUrl, world.blueprint, {
              ...world.identity,
              token: (request = {}) =>
                world.identity.token({
                  ...request,
                  claims: { iss: provider.issuer, ...request.claims },
                }),
            }),
            sent: {},
            replies: [],
          };
          await succeed(scene);
          await beRefused(scene);
          await signIn(scene, () => provider.told.length);
          await crash(scene);
          proxy.become('refuse');
          await fail(scene);
          proxy.become('pass');
          await changePassword();
          await redis.command('ACL', 'SETUSER', user, 'resetpass', `>${newCanary()}`);
          await redis.command('CLIENT', 'KILL', 'USER', user);
          await administer(
            world,
            `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '${role.name}'`,
          );
          await fail(scene);
          await search(scene, given);
          expect(
            sightings(provider.told.join('\n'), { clientSecret: given.clientSecret }),
            'the provider was told the secret, and could have been quoted',
          ).not.toEqual([]);
        } finally {
          await service.stop();
        }
        // What it says at its end counts as well.
        expect(sightings(everythingOf(service), given)).toEqual([]);
      },
      given.databasePassword,
    );
  } finally {
    await Promise.all([provider.stop(), proxy.stop(), redis.command('ACL', 'DELUSER', user)]);
  }
}

interface Scene {
  readonly world: World;
  readonly resource: Resource;
  readonly service: Service;
  readonly issuer: string;
  readonly api: Api;
  /** What requests carried, and nobody may repeat. */
  readonly sent: Record<string, string>;
  readonly replies: Reply[];
}

/** A new canary of this name. */
function canaryOf({ sent }: Scene, name: string): string {
  const canary = newCanary();
  sent[name] = canary;
  return canary;
}

async function ask(scene: Scene, ...[request]: Parameters<Api['ask']>): Promise<Reply> {
  const reply = await scene.api.ask(request);
  scene.replies.push(reply);
  return reply;
}

/** A body with a canary in every field that can hold one. */
function markedBody(scene: Scene, name: string): JsonObject {
  const { aggregate } = scene.resource;
  const marked = aggregate.fields.filter(
    ({ type, pattern, minLength, maxLength }) =>
      ['string', 'text'].includes(type.kind) &&
      pattern === null &&
      (maxLength ?? 255) >= 24 &&
      (minLength ?? 0) <= 24,
  );
  return fullBody(
    aggregate,
    Object.fromEntries(
      marked.map((field) => [field.name, canaryOf(scene, `body ${name} ${field.name}`)]),
    ),
  );
}

async function succeed(scene: Scene): Promise<void> {
  const { api, resource, sent } = scene;
  const token = api.token();
  sent['token'] = token.split('.')[2] ?? token;
  const headers = [['Idempotency-Key', canaryOf(scene, 'idempotency key')] as const];
  const json = markedBody(scene, 'created');
  const created = await ask(scene, { method: 'POST', path: resource.path, json, headers });
  expect(created.status, created.text).toBeLessThan(300);
  await ask(scene, { method: 'GET', path: resource.path });
  for (const path of ['/openapi.json', '/docs']) await ask(scene, { method: 'GET', path });
}

async function beRefused(scene: Scene): Promise<void> {
  const { world, resource, issuer } = scene;
  const { path } = resource;
  const scopes = allScopes(world.blueprint);
  const claims = { iss: issuer };
  const get = (token: string | null, headers: readonly (readonly [string, string])[] = []) =>
    ask(scene, { method: 'GET', path, token, headers });
  const tokens: Record<string, string> = {
    forged: world.identity.token({ scopes, claims, key: createSigningKey('RS256') }),
    expired: world.identity.token({ scopes, claims, lifetimeSeconds: -600 }),
    foreign: world.identity.token({ scopes }),
    scopeless: world.identity.token({ claims }),
    marked: world.identity.token({ scopes, claims: { ...claims, nbf: canaryOf(scene, 'claim') } }),
  };
  for (const [name, token] of Object.entries(tokens)) {
    scene.sent[`${name} token`] = token.split('.')[2] ?? token;
    await get(token);
  }
  await get(canaryOf(scene, 'opaque token'));
  await get(`${canaryOf(scene, 'header')}.${canaryOf(scene, 'claims')}.${canaryOf(scene, 'sig')}`);
  await get('x'.repeat(9000) + canaryOf(scene, 'long token'));
  await get(null, [['Authorization', `Basic ${canaryOf(scene, 'basic credentials')}`]]);
  await get(null, [
    ['Authorization', `Bearer ${canaryOf(scene, 'first of two')}`],
    ['Authorization', `Bearer ${canaryOf(scene, 'second of two')}`],
  ]);
  for (const cookie of ['__Host-Http-session', '__Host-Http-login', 'session']) {
    await get(null, [['Cookie', `${cookie}=${canaryOf(scene, cookie)}`]]);
    await ask(scene, {
      method: 'POST',
      path: '/auth/logout',
      token: null,
      headers: [
        ['Cookie', `${cookie}=${canaryOf(scene, `${cookie} at logout`)}`],
        ['X-CSRF-Token', canaryOf(scene, 'token against forgery')],
      ],
    });
  }

  for (const query of ['access_token', 'cursor', 'unknown', 'limit']) {
    await ask(scene, {
      method: 'GET',
      path: `${path}?${query}=${canaryOf(scene, `query ${query}`)}`,
    });
  }
  await ask(scene, {
    method: 'GET',
    path: `${path}?access_token=${canaryOf(scene, 'query')}`,
    token: null,
  });

  const post = (body: string): Promise<Reply> => ask(scene, { method: 'POST', path, body });
  await post(`{"broken": "${canaryOf(scene, 'malformed body')}`);
  await post(`[[[${canaryOf(scene, 'no JSON')}]]]`);
  await post(JSON.stringify({ ...markedBody(scene, 'refused'), unknown: canaryOf(scene, 'more') }));
  for (const field of resource.aggregate.fields) {
    const wrong = {
      ...fullBody(resource.aggregate),
      [field.name]: [canaryOf(scene, `body wrong ${field.name}`)],
    };
    await post(JSON.stringify(wrong));
  }
  await post(`"${canaryOf(scene, 'large body')}${'x'.repeat(1_100_000)}"`);
  await ask(scene, {
    method: 'POST',
    path,
    json: fullBody(resource.aggregate),
    headers: [['Idempotency-Key', `${canaryOf(scene, 'bad key')} with spaces`]],
  });
}

/** The callback makes the service show its own credentials to a provider that repeats them. */
async function signIn(scene: Scene, told: () => number): Promise<void> {
  const before = told();
  for (let turn = 0; turn < 4; turn += 1) {
    const login = await ask(scene, { method: 'GET', path: '/auth/login', token: null });
    expect(login.status, login.text).toBe(302);
    const location = new URL(login.headers['location'] ?? '');
    const cookie = (login.headers['set-cookie'] ?? '').split(';')[0] ?? '';
    scene.sent[`cookie of login ${turn}`] = cookie.slice(cookie.indexOf('=') + 1);
    const query = new URLSearchParams({
      code: canaryOf(scene, `authorization code ${turn}`),
      state: location.searchParams.get('state') ?? '',
      iss: scene.issuer,
    });
    const reply = await ask(scene, {
      method: 'GET',
      path: `/auth/callback?${query.toString()}`,
      token: null,
      headers: [['Cookie', cookie]],
    });
    expect(reply.status, reply.text).toBeGreaterThanOrEqual(400);
  }
  expect(told(), 'requests for tokens').toBeGreaterThan(before);
  const stray = `/auth/callback?code=${canaryOf(scene, 'stray code')}&state=${canaryOf(scene, 'stray state')}`;
  await ask(scene, { method: 'GET', path: stray, token: null });
}

/** The database refuses a row that nothing is wrong with, and repeats it in its message. */
async function crash(scene: Scene): Promise<void> {
  const { world, resource } = scene;
  const table = tableOf(resource);
  await world.query(`ALTER TABLE ${table} ADD CONSTRAINT "canary" CHECK (false) NOT VALID`);
  try {
    const reply = await ask(scene, {
      method: 'POST',
      path: resource.path,
      json: markedBody(scene, 'crashed'),
    });
    if (world.blueprint.features.acceptance === 'synchronous') expect(reply.status).toBe(500);
  } finally {
    await world.query(`ALTER TABLE ${table} DROP CONSTRAINT "canary"`);
  }
}

/** Neither the database nor Redis takes what the service signs in with. */
async function fail(scene: Scene): Promise<void> {
  const { resource, service } = scene;
  const answers = await Promise.all([
    ask(scene, { method: 'GET', path: resource.path }),
    ask(scene, { method: 'POST', path: resource.path, json: markedBody(scene, 'failed') }),
    ask(scene, { method: 'GET', path: '/auth/login', token: null }),
    send({ method: 'GET', url: `${service.managementUrl}/health/ready` }),
  ]);
  scene.replies.push(...answers.slice(-1));
  expect(answers[0]?.status).toBe(503);
}

async function search(scene: Scene, given: Canaries): Promise<void> {
  const { service, world, sent, replies } = scene;
  const secrets = { ...given, ...sent };
  const metrics = await send({ method: 'GET', url: `${service.managementUrl}/metrics` });
  const lines = service.logs().length;
  expect(lines).toBeGreaterThan(replies.length / 2);
  await eventually(
    () =>
      world.sink.spans().some(({ attributes }) => JSON.stringify(attributes).includes('/auth/'))
        ? true
        : undefined,
    { what: 'the traces of these requests', withinMs: 15_000 },
  );

  expect(sightings(everythingOf(service), secrets), 'output').toEqual([]);
  expect(sightings(world.sink.received(), secrets), 'traces').toEqual([]);
  expect(sightings(metrics.text, secrets), 'metrics').toEqual([]);

  const isIssued = ({ headers }: Reply): boolean => headers['set-cookie'] !== undefined;
  for (const reply of replies) {
    const told = isIssued(reply) ? reply.text : `${JSON.stringify(reply.headers)}\n${reply.text}`;
    expect(sightings(told, reply.status < 400 ? given : secrets), told).toEqual([]);
  }
  // The search can find: a resource is shown with what it was made of.
  const shown = replies.filter(({ status }) => status < 300).map(({ text }) => text);
  const created = Object.fromEntries(
    Object.entries(sent).filter(([name]) => name.startsWith('body created ')),
  );
  if (Object.keys(created).length > 0) {
    expect(sightings(shown.join('\n'), created), 'what a create answers').not.toEqual([]);
  }

  // What the database is for: what was written, and under which key.
  const credentials = Object.fromEntries(
    Object.entries(secrets).filter(([name]) => !/^(?:body |idempotency key)/.test(name)),
  );
  const tables = await administer<{ name: string }>(
    world,
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    ownerUrl(world),
  );
  expect(tables.length).toBeGreaterThan(0);
  for (const { name } of tables) {
    const rows = await world.query(`SELECT row_to_json(r)::text AS row FROM ${name} r`);
    expect(sightings(JSON.stringify(rows), credentials), name).toEqual([]);
  }
}

function everythingOf(service: Service): string {
  return [
    ...service.logs().map((line) => JSON.stringify(line)),
    ...service.strayLines(),
    service.stderr(),
  ].join('\n');
}

const ownerUrl = ({ database }: World): string => databaseUrl(database, database.owner);
