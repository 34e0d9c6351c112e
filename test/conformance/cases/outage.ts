import { expect } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { type Reply, send } from '../../support/http-client.ts';
import { databaseUrl } from '../../support/postgres.ts';
import type { Service } from '../../support/service.ts';
import { type TcpProxy, startTcpProxy } from '../../support/tcp-proxy.ts';
import type { Api, Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { holdTable } from '../holding.ts';
import { fullBody } from '../samples/fresh.ts';
import { type World, withInstance } from '../world.ts';

/** What callers see while the database is away, and how the service comes back. */
export function outageCases(resource: Resource): Case[] {
  const { path, aggregate } = resource;
  return [
    {
      id: 'outage/gone',
      title:
        'with the database gone: live 200, ready 503, requests 503, and all is well again after it',
      timeoutMs: 90_000,
      run: (world) =>
        withProxied(world, async (service, api, proxy) => {
          expectStatus(await api.ask({ method: 'GET', path }), 200);
          proxy.become('refuse');
          await probe(service, 'ready', 503);
          await probe(service, 'live', 200);
          expectUnavailable(await api.ask({ method: 'GET', path }));
          expectUnavailable(await api.ask({ method: 'POST', path, json: fullBody(aggregate) }));
          expectStatus(await api.ask({ method: 'GET', path, token: null }), 401);
          proxy.become('pass');
          await probe(service, 'ready', 200);
          await eventually(
            async () => {
              const reply = await api.ask({ method: 'POST', path, json: fullBody(aggregate) });
              return reply.status < 300 ? true : undefined;
            },
            { what: 'a create after the outage' },
          );
        }),
    },
    {
      id: 'outage/silent',
      title:
        'with a database that swallows everything: live stays 200 and requests are 503 in time',
      timeoutMs: 120_000,
      run: (world) =>
        withProxied(world, async (service, api, proxy) => {
          expectStatus(await api.ask({ method: 'GET', path }), 200);
          proxy.become('hang');
          const started = Date.now();
          const pending = Promise.all([
            api.ask({ method: 'GET', path, timeoutMs: 40_000 }),
            api.ask({ method: 'POST', path, json: fullBody(aggregate), timeoutMs: 40_000 }),
          ]);
          await probe(service, 'live', 200);
          await probe(service, 'ready', 503);
          for (const reply of await pending) expectUnavailable(reply);
          expect(Date.now() - started, 'within the request timeout').toBeLessThan(32_000);
          proxy.become('pass');
          await probe(service, 'ready', 200, 40_000);
          await eventually(
            async () =>
              (await api.ask({ method: 'GET', path })).status === 200 ? true : undefined,
            { withinMs: 30_000, what: 'a list after the silence' },
          );
        }),
    },
    {
      id: 'outage/slow statement',
      title: 'a statement that takes over 10 s is cancelled and answered 503',
      timeoutMs: 60_000,
      async run(world) {
        const held = await holdTable(world, resource);
        try {
          const started = Date.now();
          const reply = await world.api.ask({ method: 'GET', path, timeoutMs: 40_000 });
          const took = Date.now() - started;
          expectProblem(reply, 503);
          expect(took).toBeGreaterThan(9_000);
          expect(took).toBeLessThan(13_000);
        } finally {
          await held.release();
        }
        expectStatus(await world.api.ask({ method: 'GET', path }), 200);
      },
    },
    {
      id: 'outage/pool',
      title:
        'the pool opens 5 connections, never more than 20, lets nobody wait over 5 s, and shrinks again',
      timeoutMs: 200_000,
      run: (world) => exercisePool(world, resource),
    },
  ];
}

function expectUnavailable(reply: Reply): void {
  expectProblem(reply, 503);
  expect(reply.headers['retry-after']).toMatch(/^\d+$/);
}

async function probe(
  service: Service,
  name: 'live' | 'ready',
  status: number,
  withinMs = 15_000,
): Promise<void> {
  await eventually(
    async () => {
      const url = `${service.managementUrl}/health/${name}`;
      const reply = await send({ method: 'GET', url, timeoutMs: 5_000 });
      return reply.status === status ? true : undefined;
    },
    { withinMs, everyMs: 100, what: `${name} to answer ${status}` },
  );
}

/** An instance with a database connection of its own to cut. */
async function withProxied(
  world: World,
  work: (service: Service, api: Api, proxy: TcpProxy) => Promise<void>,
): Promise<void> {
  const proxy = await startTcpProxy(world.database);
  try {
    const url = databaseUrl(world.database, world.database.application, proxy.port);
    await withInstance(world, { DATABASE_URL: url }, (service, api) => work(service, api, proxy));
  } finally {
    await proxy.stop();
  }
}

/** DAT-1 on an instance of its own, told apart in pg_stat_activity by its own proxy port. */
async function exercisePool(world: World, resource: Resource): Promise<void> {
  const { path } = resource;
  const name = world.database.application.name;
  const count = async (): Promise<number> => {
    const rows = await world.query(
      `SELECT count(*)::int AS count FROM pg_stat_activity WHERE usename = '${name}'`,
    );
    return Number(rows[0]?.['count']);
  };
  const settled = (wanted: number, withinMs: number, what: string): Promise<number> =>
    eventually(
      async () => {
        const found = await count();
        if (found !== wanted) throw new Error(`${found} in place of ${wanted}`);
        return found;
      },
      { withinMs, everyMs: 500, what },
    );
  // The world's own service rests at five; what is more is the other instance's.
  await settled(5, 50_000, 'the first service to rest at 5 connections');
  await withInstance(world, {}, async (_service, api) => {
    await settled(10, 5_000, '5 connections after start');
    const replies = await Promise.all(
      Array.from({ length: 200 }, () => api.ask({ method: 'GET', path: `${path}?limit=1` })),
    );
    for (const reply of replies) expectStatus(reply, 200);

    const held = await holdTable(world, resource);
    try {
      const started = Date.now();
      const timed = Array.from({ length: 30 }, async () => {
        const reply = await api.ask({ method: 'GET', path: `${path}?limit=1` });
        expectUnavailable(reply);
        return Date.now() - started;
      });
      await held.waiting();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(await count(), 'all twenty, and the five of the other').toBe(25);
      const took = await Promise.all(timed);
      const turnedAway = took.filter((each) => each > 4_000 && each < 7_000);
      expect(
        turnedAway.length,
        `${took.join(' ')}: those without a connection`,
      ).toBeGreaterThanOrEqual(10);
    } finally {
      await held.release();
    }
    expectStatus(await api.ask({ method: 'GET', path: `${path}?limit=1` }), 200);
    await settled(10, 90_000, 'the pool to be back at 5 connections');
  });
}
