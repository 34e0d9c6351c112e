import { expect } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { type Reply, send } from '../../support/http-client.ts';
import { waiting } from '../acting.ts';
import { type Api, type Resource, allScopes } from '../api.ts';
import type { Case } from '../case.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import {
  atOnce,
  budgetOf,
  expectTooMany,
  someone,
  statuses,
  tokenOf,
  withFresh,
  withReplicas,
} from '../limiting.ts';
import { parseMetrics } from '../metrics-text.ts';
import { fullBody } from '../samples/fresh.ts';

/** How many requests a caller may make, and what whoever makes more is told. */
export function limitCases({ path, aggregate }: Resource): Case[] {
  const list = (api: Api, token: string | null): Promise<Reply> =>
    api.ask({ method: 'GET', path: `${path}?limit=1`, token });
  return [
    {
      id: 'limits/exact reads',
      title: '100 reads at once, at two replicas, on a limit of 10: exactly 10 are answered',
      timeoutMs: 60_000,
      run: (world) =>
        withReplicas(world, { RATE_LIMIT_READ: '10/60' }, async (one, other) => {
          const token = tokenOf(world);
          const replies = await atOnce([one.api, other.api], 100, (api) => list(api, token));
          expect(statuses(replies)).toEqual({ 200: 10, 429: 90 });
          const told = replies.filter(({ status }) => status === 200).map(budgetOf);
          expect(
            told.map(({ remaining }) => remaining).toSorted((a, b) => a - b),
            'each of the ten was told another rest',
          ).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        }),
    },
    {
      id: 'limits/exact writes',
      title: '60 creates at once, at two replicas, on a limit of 10: exactly 10 are made',
      timeoutMs: 60_000,
      run: (world) =>
        withReplicas(world, { RATE_LIMIT_WRITE: '10/60' }, async (one, other) => {
          const token = tokenOf(world);
          const replies = await atOnce([one.api, other.api], 60, (api) =>
            api.ask({
              method: 'POST',
              path,
              token,
              json: fullBody(aggregate),
              headers: waiting(world),
            }),
          );
          expect(statuses(replies)).toEqual({ 201: 10, 429: 50 });
        }),
    },
    {
      id: 'limits/told',
      title: 'every answer tells the budget, and a 429 when it is full again',
      timeoutMs: 60_000,
      run: (world) =>
        withFresh(world, { RATE_LIMIT_READ: '3/50' }, async ({ api }) => {
          const token = tokenOf(world);
          for (const remaining of [2, 1, 0]) {
            const reply = await list(api, token);
            expectStatus(reply, 200);
            expect(budgetOf(reply)).toMatchObject({
              limitClass: 'read',
              count: 3,
              seconds: 50,
              remaining,
            });
          }
          expectTooMany(await list(api, token), 'read');
          const head = await api.ask({ method: 'HEAD', path, token });
          expectStatus(head, 429);
          expect(budgetOf(head).limitClass).toBe('read');
        }),
    },
    {
      id: 'limits/classes',
      title: 'reads and writes have budgets of their own',
      timeoutMs: 60_000,
      run: (world) =>
        withFresh(world, { RATE_LIMIT_READ: '1/60', RATE_LIMIT_WRITE: '2/60' }, async ({ api }) => {
          const token = tokenOf(world);
          const post = () => api.ask({ method: 'POST', path, token, json: {} });
          expectStatus(await list(api, token), 200);
          expectTooMany(await list(api, token), 'read');
          const refused = await post();
          expectProblem(refused, 422);
          expect(budgetOf(refused)).toMatchObject({ limitClass: 'write', remaining: 1 });
          expectProblem(await post(), 422);
          expectTooMany(await post(), 'write');
        }),
    },
    {
      id: 'limits/by user',
      title: 'a user has one budget whichever client is used, and another user another',
      timeoutMs: 60_000,
      run: (world) =>
        withFresh(world, { RATE_LIMIT_READ: '2/60' }, async ({ api }) => {
          const subject = someone();
          const scopes = allScopes(world.blueprint);
          const through = (client: string) =>
            world.identity.token({ subject, scopes, claims: { client_id: client } });
          expectStatus(await list(api, through('web')), 200);
          expectStatus(await list(api, through('app')), 200);
          expectTooMany(await list(api, through('cli')), 'read');
          expectStatus(await list(api, tokenOf(world)), 200);
        }),
    },
    {
      id: 'limits/by client',
      title: 'a client that speaks for itself has a budget of its own',
      timeoutMs: 60_000,
      run: (world) =>
        withFresh(world, { RATE_LIMIT_READ: '1/60' }, async ({ api }) => {
          const name = someone();
          const scopes = allScopes(world.blueprint);
          const machine = world.identity.token({
            subject: name,
            scopes,
            claims: { client_id: name },
          });
          expectStatus(await list(api, machine), 200);
          expectTooMany(await list(api, machine), 'read');
          // A user of the same name is somebody else.
          expectStatus(await list(api, tokenOf(world, name)), 200);
        }),
    },
    {
      id: 'limits/by address',
      title: 'whoever shows no credentials is counted by address, and users there are not',
      timeoutMs: 60_000,
      run: (world) =>
        withFresh(world, { RATE_LIMIT_READ: '3/60' }, async ({ api }) => {
          const token = tokenOf(world);
          expectProblem(await list(api, null), 401);
          expectProblem(await api.ask({ method: 'GET', path: '/nowhere', token: null }), 404);
          expectStatus(await api.ask({ method: 'GET', path: '/openapi.json', token: null }), 200);
          for (const open of [path, '/nowhere', '/openapi.json']) {
            expectTooMany(await api.ask({ method: 'GET', path: open, token: null }), 'read');
          }
          expectStatus(await list(api, token), 200);
        }),
    },
    {
      id: 'limits/refused tokens',
      title: 'refused tokens count against the address, most narrowly, and good ones are let in',
      timeoutMs: 60_000,
      run: (world) =>
        withFresh(world, { RATE_LIMIT_AUTH: '3/60' }, async ({ api }) => {
          for (let attempt = 1; attempt <= 3; attempt += 1) {
            const reply = await list(api, `guess-${attempt}`);
            expectProblem(reply, 401, 'invalid-token');
            expect(budgetOf(reply)).toMatchObject({ limitClass: 'auth', remaining: 3 - attempt });
          }
          expectTooMany(await list(api, 'guess-4'), 'auth');
          expectTooMany(
            await list(api, world.identity.token({ claims: { aud: 'https://other.example' } })),
            'auth',
          );
          expectStatus(await list(api, tokenOf(world)), 200);
        }),
    },
    {
      id: 'limits/window',
      title: 'once the time that Retry-After names is over, the budget is full again',
      timeoutMs: 60_000,
      run: (world) =>
        withFresh(world, { RATE_LIMIT_READ: '2/3' }, async ({ api }) => {
          const token = tokenOf(world);
          const started = Date.now();
          await list(api, token);
          await list(api, token);
          expectTooMany(await list(api, token), 'read');
          const reply = await eventually(
            async () => {
              const again = await list(api, token);
              return again.status === 200 ? again : undefined;
            },
            { withinMs: 10_000, what: 'the budget to be full again' },
          );
          expect(budgetOf(reply).remaining).toBe(1);
          const took = Date.now() - started;
          expect(took, 'not before').toBeGreaterThan(2500);
          expect(took, 'not long after, whoever asked in between').toBeLessThan(6000);
        }),
    },
    {
      id: 'limits/audited once',
      title: 'the first refusal of a span is one entry of the audit, and all are in the metric',
      timeoutMs: 60_000,
      run: (world) =>
        withFresh(world, { RATE_LIMIT_READ: '2/60' }, async ({ api, service }) => {
          const subject = someone();
          const token = tokenOf(world, subject);
          const before = await rejections(service.managementUrl, 'read');
          const replies = await atOnce([api], 8, () => list(api, token));
          expect(statuses(replies)).toEqual({ 200: 2, 429: 6 });
          const entries = () =>
            world.query(
              `SELECT * FROM "_security"."audit_log" WHERE actor_id = '${subject}' ORDER BY position`,
            );
          await eventually(async () => ((await entries()).length > 0 ? true : undefined), {
            what: 'an entry of the audit',
          });
          // Whatever else there might be would be written before that of another who comes later.
          const later = someone();
          await atOnce([api], 3, () => list(api, tokenOf(world, later)));
          await eventually(
            async () => {
              const rows = await world.query(
                `SELECT 1 FROM "_security"."audit_log" WHERE actor_id = '${later}'`,
              );
              return rows.length > 0 ? true : undefined;
            },
            { what: 'the entry of another' },
          );
          expect(await entries()).toMatchObject([
            {
              action: 'limit.reached',
              actor_kind: 'user',
              method: 'GET',
              address: '127.0.0.1',
              details: { class: 'read' },
            },
          ]);
          expect(await rejections(service.managementUrl, 'read')).toBe(before + 7);
        }),
    },
    {
      id: 'limits/for itself',
      title: 'without a Redis a process counts for itself',
      timeoutMs: 60_000,
      run: (world) =>
        withFresh(
          world,
          { REDIS_URL_FILE: undefined, RATE_LIMIT_READ: '4/60' },
          async ({ api }) => {
            const token = tokenOf(world);
            const replies = await atOnce([api], 20, () => list(api, token));
            expect(statuses(replies)).toEqual({ 200: 4, 429: 16 });
          },
        ),
    },
  ];
}

async function rejections(managementUrl: string, limitClass: string): Promise<number> {
  const reply = await send({ method: 'GET', url: `${managementUrl}/metrics` });
  const samples = parseMetrics(reply.text).filter(
    ({ name }) => name === 'rate_limit_rejections_total',
  );
  for (const { labels } of samples) expect(Object.keys(labels)).toEqual(['class']);
  const sample = samples.find(({ labels }) => labels.class === limitClass);
  if (sample === undefined) throw new Error(`no rejections of ${limitClass} are told`);
  return sample.value;
}
