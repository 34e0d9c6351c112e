import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { type Reply, send } from '../../support/http-client.ts';
import { redisUrl } from '../../support/redis.ts';
import { type TcpProxy, startTcpProxy } from '../../support/tcp-proxy.ts';
import type { Api, Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import {
  type Replica,
  atOnce,
  budgetOf,
  expectTooMany,
  statuses,
  tokenOf,
  withFresh,
} from '../limiting.ts';
import { type EnvironmentChanges, type World, withInstance } from '../world.ts';

/** What callers see of limits while Redis is away, and how processes count together again. */
export function limitOutageCases(resource: Resource): Case[] {
  const list = (api: Api, token: string | null): Promise<Reply> =>
    api.ask({ method: 'GET', path: `${resource.path}?limit=1`, token });

  /** One budget for both again: what one has counted, the other goes on from. */
  const together = (world: World, one: Replica, other: Replica): Promise<true> =>
    eventually(
      async () => {
        const token = tokenOf(world);
        const first = budgetOf(await list(one.api, token)).remaining;
        const second = budgetOf(await list(other.api, token)).remaining;
        return second === first - 1 ? true : undefined;
      },
      { withinMs: 20_000, what: 'both to count together again' },
    );

  return [
    ...(['refuse', 'hang'] as const).map((mode): Case => ({
      id: `limits/redis ${mode}`,
      title:
        mode === 'refuse'
          ? 'with Redis gone each process counts for itself, ready and at once, until it is back'
          : 'with a Redis that says nothing the same, and hardly anybody waits for it',
      timeoutMs: 90_000,
      run: (world) =>
        withRedisInHand(world, { RATE_LIMIT_READ: '10/60' }, async (one, other, proxy) => {
          await together(world, one, other);
          proxy.become(mode);
          // Whoever asks first may have to wait for the silence to be noticed.
          for (const { api } of [one, other]) {
            expect(await millisecondsOf(() => list(api, tokenOf(world)))).toBeLessThan(1500);
          }
          const token = tokenOf(world);
          const started = Date.now();
          for (const { api } of [one, other]) {
            const replies = await atOnce([api], 15, () => list(api, token));
            expect(statuses(replies), 'each process has a limit of its own').toEqual({
              200: 10,
              429: 5,
            });
            expectTooMany(await list(api, token), 'read');
          }
          expect(Date.now() - started, 'nobody waits').toBeLessThan(5000);
          // Refused tokens are told so, and counted.
          expectProblem(await list(one.api, 'a-guess'), 401, 'invalid-token');
          await probe(one, 'ready', 200);
          await probe(one, 'live', 200);
          proxy.become('pass');
          await together(world, one, other);
          const again = tokenOf(world);
          const replies = await atOnce([one.api, other.api], 40, (api) => list(api, again));
          expect(statuses(replies)).toEqual({ 200: 10, 429: 30 });
        }),
    })),
    {
      id: 'limits/redis slow',
      title: 'a Redis that answers late is not waited for, and late answers are taken by nobody',
      timeoutMs: 90_000,
      run: (world) =>
        withRedisInHand(world, { RATE_LIMIT_READ: '10/60' }, async (one, other) => {
          await together(world, one, other);
          const paused = world.redis.command('CLIENT', 'PAUSE', '3000', 'ALL');
          const tokens = Array.from({ length: 20 }, () => tokenOf(world));
          const started = Date.now();
          for (const token of tokens) {
            const reply = await list(one.api, token);
            expectStatus(reply, 200);
            expect(budgetOf(reply).remaining, 'the answer to somebody else').toBe(9);
          }
          expect(Date.now() - started).toBeLessThan(2500);
          await paused;
          await together(world, one, other);
        }),
    },
    {
      id: 'limits/redis away from the start',
      title: 'a process starts without its Redis, and counts with the others once it is there',
      timeoutMs: 90_000,
      async run(world) {
        const proxy = await startTcpProxy(world.redis);
        proxy.become('refuse');
        try {
          const changes = await throughProxy(world, proxy, { RATE_LIMIT_READ: '10/60' });
          await withFresh(world, changes, (one) =>
            withInstance(world, changes, async (service, api) => {
              const token = tokenOf(world);
              expect(statuses(await atOnce([api], 12, () => list(api, token)))).toEqual({
                200: 10,
                429: 2,
              });
              proxy.become('pass');
              await together(world, one, { service, api });
            }),
          );
        } finally {
          await proxy.stop();
        }
      },
    },
    {
      id: 'limits/redis password',
      title: 'a password of Redis that is changed in its file is taken without a restart',
      timeoutMs: 90_000,
      async run(world) {
        const { redis } = world;
        const user = 'rotated';
        const allow = (password: string) =>
          redis.command('ACL', 'SETUSER', user, 'on', 'resetpass', `>${password}`, '~*', '+@all');
        const file = path.join(world.folder, 'rotated-redis-url');
        const write = (password: string) =>
          writeFile(file, `redis://${user}:${password}@${redis.host}:${redis.port}\n`);
        await write('before');
        expect(await allow('before')).toBe('+OK');
        try {
          const changes = { REDIS_URL_FILE: file, RATE_LIMIT_READ: '10/60' };
          await withFresh(world, changes, (one) =>
            withInstance(world, changes, async (service, api) => {
              const other = { service, api };
              await together(world, one, other);
              expect(await allow('after')).toBe('+OK');
              await redis.command('CLIENT', 'KILL', 'USER', user);
              // The file comes later: until then they are refused, and serve all the same.
              expectStatus(await list(api, tokenOf(world)), 200);
              await write('after');
              await together(world, one, other);
            }),
          );
        } finally {
          await redis.command('ACL', 'DELUSER', user);
        }
      },
    },
  ];
}

/** Two replicas whose Redis can be taken away. */
async function withRedisInHand(
  world: World,
  changes: EnvironmentChanges,
  work: (one: Replica, other: Replica, proxy: TcpProxy) => Promise<void>,
): Promise<void> {
  const proxy = await startTcpProxy(world.redis);
  try {
    const behind = await throughProxy(world, proxy, changes);
    await withFresh(world, behind, (one) =>
      withInstance(world, behind, (service, api) => work(one, { service, api }, proxy)),
    );
  } finally {
    await proxy.stop();
  }
}

async function throughProxy(
  { redis, folder }: World,
  { port }: TcpProxy,
  changes: EnvironmentChanges,
): Promise<EnvironmentChanges> {
  const file = path.join(folder, `redis-url-${port}`);
  await writeFile(file, redisUrl(redis, port));
  return { ...changes, REDIS_URL_FILE: file };
}

async function millisecondsOf(work: () => Promise<Reply>): Promise<number> {
  const started = Date.now();
  expectStatus(await work(), 200);
  return Date.now() - started;
}

async function probe({ service }: Replica, name: string, status: number): Promise<void> {
  const reply = await send({ method: 'GET', url: `${service.managementUrl}/health/${name}` });
  expect(reply.status, name).toBe(status);
}
