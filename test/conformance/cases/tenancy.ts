import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Blueprint } from '../../../src/blueprint/model.ts';
import { kebab, snake } from '../../../src/blueprint/names.ts';
import type { Reply } from '../../support/http-client.ts';
import type { TokenRequest } from '../../support/identity-provider.ts';
import { eventually } from '../../support/eventually.ts';
import { type JsonObject, asObject, asString } from '../../support/json.ts';
import { databaseUrl, withClient } from '../../support/postgres.ts';
import { type Created, changeOf, create, read, waiting } from '../acting.ts';
import { type Ask, type Resource, allScopes } from '../api.ts';
import type { Case } from '../case.ts';
import { expectProblem, expectStatus, items, nextCursor } from '../expectations.ts';
import { fire, sourceOf } from '../happenings.ts';
import { tableOf } from '../holding.ts';
import { freshValue, fullBody, mutableField } from '../samples/fresh.ts';
import type { World } from '../world.ts';
import { sessionCase } from './sessions/observing.ts';

/** Tenants and what is between them, where the blueprint has any. */
export function tenancyCases(blueprint: Blueprint, resources: readonly Resource[]): Case[] {
  const [first] = resources;
  if (blueprint.features.tenancy === 'none' || first === undefined) return [];
  return [
    ...claimCases(first),
    ...resources.flatMap(boundaryCases),
    ...resources.flatMap(collectionCases),
    ...readModelCases(blueprint, resources),
    ...(blueprint.features.acceptance === 'asynchronous' ? [statusCase(first)] : []),
    sharingCase(first),
    sessionOfAnother(first),
    ...databaseCases(resources),
  ];
}

const otherTenant = (): string => `tenant-${randomUUID()}`;

/** The same person, as a member of another tenant: nothing but the tenant tells them apart. */
const tokenIn = (world: World, tenant: unknown, request: TokenRequest = {}): string =>
  world.identity.token({
    scopes: allScopes(world.blueprint),
    ...request,
    claims: { tenant },
  });

const noTenants: Readonly<Record<string, unknown>> = {
  'no tenant': undefined,
  'an empty tenant': '',
  'a tenant that is a number': 7,
  'several tenants': ['a', 'b'],
  'a tenant of 129 characters': 'x'.repeat(129),
  'a line break in the tenant': 'a\nb',
  'a tenant that turns text around': 'a\u202Eb',
};

function claimCases({ path, aggregate }: Resource): Case[] {
  return Object.entries(noTenants).map(([title, tenant]): Case => ({
    id: `tenancy/claim/${title}`,
    title: `a token with ${title} is 401 invalid_token and leaves one entry in the audit log`,
    async run(world) {
      const token = tokenIn(world, tenant);
      for (const ask of [
        { method: 'GET', path, token },
        { method: 'POST', path, token, json: fullBody(aggregate) },
      ]) {
        const reply = await world.api.ask(ask);
        expectProblem(reply, 401);
        expect(reply.headers['www-authenticate']).toMatch(/^Bearer .*error="invalid_token"/);
        expect((await entriesOf(world, reply, 1)).map(({ action }) => action)).toEqual([
          'authentication.refused',
        ]);
      }
    },
  }));
}

interface Attempt {
  readonly title: string;
  readonly method: string;
  /** Follows the address of the resource. */
  readonly suffix: string;
  readonly json?: JsonObject;
}

/** Everything that can be asked about one resource. */
function attemptsOn({ aggregate }: Resource): Attempt[] {
  const field = mutableField(aggregate);
  return [
    { title: 'read', method: 'GET', suffix: '' },
    {
      title: 'change',
      method: 'PATCH',
      suffix: '',
      json: field === undefined ? {} : changeOf(field),
    },
    ...(aggregate.lifecycle?.transitions ?? []).map(({ name }) => ({
      title: name,
      method: 'POST',
      suffix: `/${kebab(name)}`,
    })),
    { title: 'remove', method: 'DELETE', suffix: '' },
  ];
}

function boundaryCases(resource: Resource): Case[] {
  const { name, path } = resource;
  return attemptsOn(resource).map(({ title, method, suffix, json }): Case => ({
    id: `tenancy/${name}/${title}`,
    title: `to ${title} what another tenant has is 404 as if it were not there, and audited`,
    async run(world) {
      const theirs = await create(world, resource);
      const tenant = otherTenant();
      const token = tokenIn(world, tenant);
      const attempt = (id: string): Promise<Reply> =>
        world.api.ask({
          method,
          path: `${path}/${id}${suffix}`,
          token,
          ...(json === undefined ? {} : { json }),
          headers: ['PATCH', 'DELETE'].includes(method) ? [['If-Match', theirs.etag]] : [],
        });
      const denied = await attempt(theirs.id);
      const missing = await attempt(randomUUID());

      expectProblem(denied, 404);
      expect(withoutTheirOwn(denied, theirs.id)).toEqual(withoutTheirOwn(missing));
      expect((await read(world, theirs.path)).object, 'nothing happened').toEqual(theirs.body);
      await expectDenied(world, denied, tenant, `${path}/{id}${suffix}`, theirs.id);
      expect(await entriesOf(world, missing, 0)).toEqual([]);
    },
  }));
}

/** What two refusals have to have in common. */
function withoutTheirOwn({ status, headers, object }: Reply, id?: string): object {
  const own = new Set(['date', 'x-correlation-id', 'traceparent', 'tracestate']);
  const { instance, correlationId: _, ...problem } = object;
  if (id !== undefined) expect(asString(instance)).not.toBe('');
  return {
    status,
    problem,
    headers: Object.fromEntries(
      Object.entries(headers).filter(([name]) => !own.has(name) && !name.startsWith('ratelimit')),
    ),
  };
}

type Entry = Readonly<Record<string, unknown>>;

/** What the audit log keeps of a request, once it is as many entries as there should be. */
async function entriesOf(world: World, reply: Reply, count: number): Promise<readonly Entry[]> {
  const correlationId = asString(reply.headers['x-correlation-id']);
  const find = (): Promise<readonly Entry[]> =>
    world.query(
      `SELECT action, actor_id, tenant, route, details FROM "_security"."audit_log"
       WHERE correlation_id = '${correlationId}'`,
    );
  return eventually(
    async () => {
      const found = await find();
      return found.length >= count ? found : undefined;
    },
    { withinMs: 10_000, what: `${count} entries of ${correlationId} in the audit log` },
  );
}

async function expectDenied(
  world: World,
  reply: Reply,
  tenant: string,
  route: string,
  id: string,
): Promise<void> {
  expect(await entriesOf(world, reply, 1)).toEqual([
    {
      action: 'tenant.denied',
      actor_id: 'user-1',
      tenant,
      route,
      details: expect.objectContaining({ id }),
    },
  ]);
}

function collectionCases(resource: Resource): Case[] {
  const { aggregate, name, path } = resource;
  const unique = aggregate.fields.find((field) => field.unique);
  const list = (world: World, token: string, query = ''): Promise<Reply> =>
    world.api.ask({ method: 'GET', path: `${path}${query}`, token });
  const post = (world: World, token: string, json: JsonObject, key?: string): Promise<Reply> =>
    world.api.ask({
      method: 'POST',
      path,
      token,
      json,
      headers: [
        ...waiting(world),
        ...(key === undefined ? [] : [['Idempotency-Key', key] as const]),
      ],
    });
  return [
    {
      id: `tenancy/${name}/list`,
      title: 'a list shows the own tenant’s alone, also from another tenant’s cursor on',
      async run(world) {
        const [mine, others] = [tokenIn(world, otherTenant()), tokenIn(world, otherTenant())];
        for (let made = 0; made < 3; made += 1) {
          expectStatus(await post(world, mine, fullBody(aggregate)), 201);
        }
        expectStatus(await post(world, others, fullBody(aggregate)), 201);
        const page = await list(world, mine, '?limit=1');
        const cursor = encodeURIComponent(asString(nextCursor(page)));

        expect(items(await list(world, mine))).toHaveLength(3);
        expect(items(await list(world, others))).toHaveLength(1);
        expect(items(await list(world, others, `?cursor=${cursor}`))).toEqual([]);
        expect(items(await list(world, tokenIn(world, otherTenant())))).toEqual([]);
      },
    },
    {
      id: `tenancy/${name}/idempotency`,
      title: 'the same key in two tenants is two requests, each with its own answer',
      async run(world) {
        const tokens = [tokenIn(world, otherTenant()), tokenIn(world, otherTenant())];
        const [key, body] = [randomUUID(), fullBody(aggregate)];
        const ids = async (): Promise<string[]> => {
          const replies = await Promise.all(tokens.map((token) => post(world, token, body, key)));
          for (const reply of replies) expectStatus(reply, 201);
          return replies.map(({ object }) => asString(object.id));
        };
        const created = await ids();
        expect(new Set(created).size).toBe(2);
        expect(await ids()).toEqual(created);
      },
    },
    ...(unique === undefined
      ? []
      : [
          {
            id: `tenancy/${name}/unique`,
            title: `${unique.name} is unique within a tenant, and says nothing of others`,
            async run(world) {
              const value = { [unique.name]: freshValue(unique) };
              const [mine, others] = [tokenIn(world, otherTenant()), tokenIn(world, otherTenant())];
              expectStatus(await post(world, mine, fullBody(aggregate, value)), 201);
              expectStatus(await post(world, others, fullBody(aggregate, value)), 201);
              expectProblem(await post(world, mine, fullBody(aggregate, value)), 409);
            },
          } satisfies Case,
        ]),
  ];
}

/** Copies of another context's aggregates are of the tenant whose event brought them. */
function readModelCases(blueprint: Blueprint, resources: readonly Resource[]): Case[] {
  return blueprint.contexts.flatMap((context) =>
    context.consumes.flatMap((consumption): Case[] => {
      const { reaction } = consumption;
      const source = sourceOf(resources, consumption);
      if (reaction.kind !== 'project' || source === undefined || source.cause === 'remove')
        return [];
      const path = `/v1/${context.name}/${reaction.plural}`;
      return [
        {
          id: `tenancy/${context.name}.${reaction.into}/${consumption.on.event}`,
          title: `${path} shows a copy to the tenant of its source, and to no other`,
          timeoutMs: 60_000,
          async run(world) {
            const { id } = await fire(world, source);
            await eventually(
              async () => ((await read(world, `${path}/${id}`)).status === 200 ? true : undefined),
              { withinMs: 20_000, what: `the copy of ${id} at ${path}` },
            );
            const tenant = otherTenant();
            const token = tokenIn(world, tenant);
            const denied = await world.api.ask({ method: 'GET', path: `${path}/${id}`, token });
            expectProblem(denied, 404);
            await expectDenied(world, denied, tenant, `${path}/{id}`, id);
            expect(items(await world.api.ask({ method: 'GET', path, token }))).toEqual([]);
          },
        },
      ];
    }),
  );
}

function statusCase({ aggregate, context, path }: Resource): Case {
  return {
    id: `tenancy/${context.name}/operation`,
    title: 'how far a request has come is told within its tenant alone',
    async run(world) {
      const reply = await world.api.ask({ method: 'POST', path, json: fullBody(aggregate) });
      expectStatus(reply, 202);
      const location = new URL(asString(reply.headers.location), world.service.baseUrl).pathname;
      expectStatus(await read(world, location), 200);
      const tenant = otherTenant();
      const token = tokenIn(world, tenant);
      const denied = await world.api.ask({ method: 'GET', path: location, token });
      expectProblem(denied, 404);
      const route = `/v1/${context.name}/operations/{id}`;
      await expectDenied(world, denied, tenant, route, asString(reply.object.id));
    },
  };
}

/** Two tenants on the same few connections, and in the same cache. */
function sharingCase(resource: Resource): Case {
  return {
    id: `tenancy/${resource.name}/at once`,
    title: 'tenants who read at the same time are never taken for each other',
    timeoutMs: 60_000,
    async run(world) {
      const theirs = await create(world, resource);
      const token = tokenIn(world, otherTenant());
      const ask = (mine: boolean): Ask => ({
        method: 'GET',
        path: theirs.path,
        ...(mine ? {} : { token }),
      });
      const asked = Array.from({ length: 100 }, (_, index) => index % 2 === 0);
      const replies = await Promise.all(asked.map((mine) => world.api.ask(ask(mine))));
      expect(replies.map(({ status }) => status)).toEqual(asked.map((mine) => (mine ? 200 : 404)));
    },
  };
}

/** A browser's session is its tenant's, as a token is. */
function sessionOfAnother(resource: Resource): Case {
  const { aggregate, path } = resource;
  const signedIn = sessionCase(
    'tenancy',
    'who signs in for another tenant sees, changes and creates within that one alone',
    async (world, browser) => {
      const theirs = await create(world, resource);
      const tenant = otherTenant();
      world.identity.signIn.mistakes = { accessToken: { claims: { tenant } } };
      await browser.signIn();
      expect(items(await browser.ask(path))).toEqual([]);

      const own = await browser.own();
      for (const { method, suffix, json } of attemptsOn(resource)) {
        const denied = await browser.ask(`${theirs.path}${suffix}`, {
          method,
          headers: ['PATCH', 'DELETE'].includes(method) ? [...own, ['If-Match', theirs.etag]] : own,
          ...(json === undefined ? {} : { json }),
        });
        expectProblem(denied, 404);
        await expectDenied(world, denied, tenant, `${path}/{id}${suffix}`, theirs.id);
      }
      expect((await read(world, theirs.path)).object, 'nothing happened').toEqual(theirs.body);

      const made = await browser.ask(path, {
        method: 'POST',
        json: fullBody(aggregate),
        headers: [...own, ...waiting(world)],
      });
      expectStatus(made, 201);
      const address = `${path}/${asString(made.object.id)}`;
      expectProblem(await read(world, address), 404);
      const token = tokenIn(world, tenant);
      expectStatus(await world.api.ask({ method: 'GET', path: address, token }), 200);
    },
  );
  return { ...signedIn, id: `tenancy/${resource.name}/session` };
}

const within = (tenant: string): string => `SELECT set_config('app.tenant', '${tenant}', true)`;

function databaseCases(resources: readonly Resource[]): Case[] {
  const [resource] = resources;
  if (resource === undefined) return [];
  const schemas = [...new Set(resources.map(({ context }) => snake(context.name)))];
  const asApplication = <T>(world: World, work: (run: Run) => Promise<T>): Promise<T> =>
    withClient(databaseUrl(world.database, world.database.application), (client) =>
      work(async (sql) => (await client.query(sql)).rows),
    );
  type Run = (sql: string) => Promise<readonly Entry[]>;
  const countOf = (rows: readonly Entry[]): number => Number(asObject({ ...rows[0] }).count);
  const count = `SELECT count(*) FROM ${tableOf(resource)}`;
  const made = async (world: World): Promise<Created> => create(world, resource);
  return [
    {
      id: 'tenancy/database/every table',
      title: 'row-level security binds the application on every table with rows of tenants',
      async run(world) {
        const names = schemas.map((schema) => `'${schema}'`).join(', ');
        const tables = await asApplication(world, (run) =>
          run(
            `SELECT kept.oid::regclass::text AS name, row_security_active(kept.oid) AS active
             FROM pg_class AS kept JOIN pg_namespace AS schema ON schema.oid = kept.relnamespace
             WHERE kept.relkind IN ('r', 'p') AND schema.nspname IN (${names})
               AND (kept.relname NOT LIKE '\\_%' OR EXISTS (SELECT FROM pg_attribute
                 WHERE attrelid = kept.oid AND attname = 'tenant_id'))`,
          ),
        );
        expect(tables.length).toBeGreaterThanOrEqual(resources.length);
        expect(tables.filter(({ active }) => active !== true)).toEqual([]);
      },
    },
    {
      id: 'tenancy/database/no tenant',
      title: 'the application role sees and writes nothing without a tenant',
      async run(world) {
        await made(world);
        await asApplication(world, async (run) => {
          expect(countOf(await run(count))).toBe(0);
          // As a connection is after it was somebody's.
          await run(`BEGIN; ${within(mainTenant)}`);
          expect(countOf(await run(count))).toBeGreaterThan(0);
          await run('COMMIT');
          expect(countOf(await run(count))).toBe(0);
          const copy = `INSERT INTO ${tableOf(resource)} DEFAULT VALUES`;
          await expect(run(copy)).rejects.toThrow(/row-level security|null value|check constraint/);
        });
      },
    },
    {
      id: 'tenancy/database/another tenant',
      title: 'the application role reaches no row of another tenant by whatever SQL',
      async run(world) {
        const { id } = await made(world);
        const table = tableOf(resource);
        await asApplication(world, async (run) => {
          await run(`BEGIN; ${within(otherTenant())}`);
          expect(countOf(await run(count))).toBe(0);
          for (const sql of [
            `UPDATE ${table} SET version = version + 1 WHERE id = '${id}' RETURNING id`,
            `DELETE FROM ${table} RETURNING id`,
            `SELECT FROM ${table} WHERE id = '${id}' OR true`,
            `SELECT FROM ${table} WHERE tenant_id = '${mainTenant}'`,
          ]) {
            expect(await run(sql), sql).toEqual([]);
          }
          await run('ROLLBACK');
          await run('SET row_security = off');
          await expect(run(count)).rejects.toThrow('row-level security');
        });
        expect((await read(world, `${resource.path}/${id}`)).status).toBe(200);
      },
    },
    {
      id: 'tenancy/database/partitions',
      title: 'a partition is no way around the policy of its table',
      async run(world) {
        await made(world);
        const partitions = await world.query(
          `SELECT oid::regclass::text AS name FROM pg_class WHERE relispartition AND relkind = 'r'`,
        );
        await asApplication(world, async (run) => {
          await run(`BEGIN; ${within(mainTenant)}`);
          for (const { name } of partitions) {
            expect(await run(`SELECT FROM ${String(name)}`), String(name)).toEqual([]);
          }
        });
      },
    },
  ];
}

/** That of every token which names no other. */
const mainTenant = 'tenant-1';
