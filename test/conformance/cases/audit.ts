import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { snake } from '../../../src/blueprint/names.ts';
import { eventually } from '../../support/eventually.ts';
import { send, type Reply } from '../../support/http-client.ts';
import { changeOf, create, patch, remove } from '../acting.ts';
import { type Api, type Ask, type Resource, allScopes } from '../api.ts';
import type { Case } from '../case.ts';
import { expectStatus } from '../expectations.ts';
import { tableOf } from '../holding.ts';
import { fullBody, mutableField } from '../samples/fresh.ts';
import { type World, withInstance } from '../world.ts';

type Row = Readonly<Record<string, unknown>>;

/** Every change and every refusal is one entry that says who, what, when and from where. */
export function auditCases(resource: Resource): Case[] {
  const { aggregate, path, name } = resource;
  const log = `"${snake(resource.context.name)}"."_audit_log"`;
  const at = (rest: string): string => `audit/${name}/${rest}`;
  return [
    {
      id: at('changes'),
      title: 'a create, a change and a remove leave one entry each, in a row',
      async run(world) {
        const created = await create(world, resource);
        let { etag } = created;
        const field = mutableField(aggregate);
        if (field !== undefined) {
          const reply = await patch(world, created.path, etag, changeOf(field));
          expectStatus(reply, 200);
          etag = reply.headers['etag'] ?? '';
        }
        const removed = await remove(world, created.path, etag);
        expectStatus(removed, 204);

        const entries = await world.query(
          `SELECT * FROM ${log} WHERE aggregate_id = '${created.id}' ORDER BY seq`,
        );
        expect(entries).toHaveLength(field === undefined ? 2 : 3);
        entries.forEach((entry, index) => {
          expect(entry).toMatchObject({
            version: String(index + 1),
            actor_kind: 'user',
            actor_id: 'user-1',
            client_id: 'conformance',
            tenant: 'tenant-1',
            previous_hash: entries[index - 1]?.['hash'] ?? null,
          });
        });
        expect(entries.at(-1)?.['correlation_id']).toBe(removed.headers['x-correlation-id']);
      },
    },
    ...['_audit_log', '_outbox'].map((table): Case => ({
      id: at(`nothing without ${table}`),
      title: `a write whose row in ${table} is refused leaves neither itself nor an audit entry`,
      async run(world) {
        const broken = `"${snake(resource.context.name)}"."${table}"`;
        const counts = async (): Promise<Row | undefined> =>
          (
            await world.query(
              `SELECT (SELECT count(*) FROM ${tableOf(resource)}) AS stored,
                 (SELECT count(*) FROM ${log}) AS audited`,
            )
          )[0];
        await world.query(`ALTER TABLE ${broken} ADD CONSTRAINT broken CHECK (false) NOT VALID`);
        try {
          const before = await counts();
          // Past the api of the world: nobody documents a broken table.
          const reply = await send({
            method: 'POST',
            url: world.service.baseUrl + path,
            headers: [
              ['Authorization', `Bearer ${world.api.token()}`],
              ['Content-Type', 'application/json'],
              ['Prefer', 'wait=2'],
            ],
            body: JSON.stringify(fullBody(aggregate)),
          });
          expect(reply.status).not.toBe(201);
          expect(await counts()).toEqual(before);
        } finally {
          await world.query(`ALTER TABLE ${broken} DROP CONSTRAINT broken`);
        }
      },
    })),
    ...Object.entries(refusals(resource)).map(([what, refusal]): Case => ({
      id: at(`refusal/${what}`),
      title: `${what} is refused and leaves one entry`,
      async run(world) {
        const { reply, entries } = await refused(world, refusal.ask(world));
        expectStatus(reply, refusal.status);
        expect(entries).toHaveLength(1);
        expect(entries[0]).toMatchObject({
          action: refusal.action,
          actor_id: refusal.actor,
          address: '127.0.0.1',
          method: 'POST',
          route: path,
        });
      },
    })),
    {
      id: at('refusal/too many'),
      title: 'of requests beyond the limit, the first in a span leaves an entry',
      timeoutMs: 60_000,
      run: (world) =>
        withInstance(world, { RATE_LIMIT_READ: '2/3600' }, async (_service, api) => {
          const correlations = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
          const token = tokenOf(world, `limited-${randomUUID()}`, allScopes(world.blueprint));
          const statuses: number[] = [];
          for (const id of correlations) {
            const headers = [['X-Correlation-Id', id]] as const;
            statuses.push((await api.ask({ method: 'GET', path, token, headers })).status);
          }
          expect(statuses).toEqual([200, 200, 429, 429]);
          const entries = await eventually(
            async () => {
              const found = await entriesOf(world, correlations);
              return found.length > 0 ? found : undefined;
            },
            { what: 'an entry' },
          );
          expect(entries).toHaveLength(1);
          expect(entries[0]).toMatchObject({
            action: 'limit.reached',
            correlation_id: correlations[2],
          });
        }),
    },
    {
      id: at('control characters'),
      title:
        'control characters in a name break neither the entry, nor what follows, nor a log line',
      async run(world) {
        for (const subject of [
          'a\r\nb',
          'x\u001b[2J',
          '\u009b2J\u2028\u202e',
          '\u0000',
          '\ud800',
        ]) {
          const token = tokenOf(world, subject, []);
          const { reply, entries, correlation } = await refused(world, postOf(resource, token));
          expect([401, 403]).toContain(reply.status);
          expect(entries).toHaveLength(1);
          const values = Object.values(entries[0] ?? {}).map(String);
          // oxlint-disable-next-line no-control-regex
          for (const value of values)
            expect(value).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]/);
          const lines = world.service
            .logs()
            .filter((line) => line['correlationId'] === correlation);
          expect(lines.length).toBeGreaterThan(0);
        }
        expect(world.service.strayLines().filter((line) => line.includes('2J'))).toEqual([]);
      },
    },
  ];
}

interface Refusal {
  readonly ask: (world: World) => Ask;
  readonly status: number;
  readonly action: string;
  readonly actor: string | null;
}

function refusals(resource: Resource): Readonly<Record<string, Refusal>> {
  return {
    'a request without a token': {
      ask: () => postOf(resource, null),
      status: 401,
      action: 'authentication.missing',
      actor: null,
    },
    'a request with a bad token': {
      ask: () => postOf(resource, 'not.a.token'),
      status: 401,
      action: 'authentication.refused',
      actor: null,
    },
    'a request without the scope': {
      ask: (world) => postOf(resource, tokenOf(world, 'user-2', [`${resource.context.name}:read`])),
      status: 403,
      action: 'access.denied',
      actor: 'user-2',
    },
  };
}

const postOf = ({ path, aggregate }: Resource, token: string | null): Ask => ({
  method: 'POST',
  path,
  token,
  json: fullBody(aggregate),
});

const tokenOf = (world: World, subject: string, scopes: string[]): string =>
  world.identity.token({ subject, scopes });

/** Asks for what is refused, and gives the entries of it, once there is one. */
async function refused(
  world: World,
  ask: Ask,
  api: Api = world.api,
): Promise<{ reply: Reply; entries: readonly Row[]; correlation: string }> {
  const correlation = randomUUID();
  const reply = await api.ask({ ...ask, headers: [['X-Correlation-Id', correlation]] });
  await eventually(
    async () => ((await entriesOf(world, [correlation])).length > 0 ? true : undefined),
    { what: `an entry of ${correlation}` },
  );
  return { reply, entries: await entriesOf(world, [correlation]), correlation };
}

const entriesOf = (world: World, correlations: readonly string[]): Promise<readonly Row[]> =>
  world.query(
    `SELECT action, actor_id, client_id, address, method, route, correlation_id, details::text
     FROM "_security"."audit_log" WHERE correlation_id = ANY ('{${correlations.join(',')}}')`,
  );
