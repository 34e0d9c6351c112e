import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { type Reply, send } from '../../support/http-client.ts';
import { type Mounting, mountSecret } from '../../support/mounted-secret.ts';
import { type Role, databaseUrl } from '../../support/postgres.ts';
import { type Service, runVerb } from '../../support/service.ts';
import type { Api, Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { administer, newPassword, withRole } from '../roles.ts';
import { fullBody } from '../samples/fresh.ts';
import { type EnvironmentChanges, type World, withInstance } from '../world.ts';

/** How long the file and the server say different things. */
const gapMs = 1_000;

/** A password changes while requests never stop, and none of them notices. */
export function rotationCases(resource: Resource): Case[] {
  return [
    databaseCase(resource, 'file first', 'renamed'),
    databaseCase(resource, 'server first', 'linked'),
    {
      id: 'rotation/migrate',
      title: 'migrate waits for the new password of its role',
      timeoutMs: 60_000,
      run: (world) =>
        withRole(world, world.database.owner, async (role, change) => {
          const secret = await mountSecret(world.folder, 'renamed', urlOf(world, role));
          const environment = await world.environment({
            MIGRATION_DATABASE_URL: undefined,
            MIGRATION_DATABASE_URL_FILE: secret.file,
          });
          const next = await change();
          const migrating = runVerb(world.subject.verbs, 'migrate', environment);
          // Longer than it takes to start, shorter than it is patient.
          await delay(3 * gapMs);
          await secret.replace(urlOf(world, next));
          const { code, stderr } = await migrating;
          expect(code, stderr).toBe(0);
        }),
    },
    {
      id: 'rotation/redis',
      title: 'a new password of Redis is picked up under load, and no request fails',
      timeoutMs: 90_000,
      run: (world) => rotateRedis(world, resource),
    },
  ];
}

type Order = 'file first' | 'server first';

function databaseCase(resource: Resource, order: Order, mounting: Mounting): Case {
  return {
    id: `rotation/database, ${order}`,
    title: `a new password of the database, ${order}, in a ${mounting} file: no request fails`,
    timeoutMs: 90_000,
    run: (world) =>
      withRole(world, world.database.application, async (role, change) => {
        const secret = await mountSecret(world.folder, mounting, urlOf(world, role));
        const replicas = world.blueprint.features.readReplicas;
        const changes: EnvironmentChanges = {
          DATABASE_URL: undefined,
          DATABASE_URL_FILE: secret.file,
          ...(replicas ? { DATABASE_REPLICA_URL_FILE: secret.file } : {}),
        };
        await withInstance(world, changes, async (service, api) => {
          const load = startLoad(api, resource);
          try {
            await load.burst();
            await closeIdle(world, role);

            const started = Date.now();
            let next: Role;
            if (order === 'file first') {
              next = { ...role, password: newPassword() };
              await secret.replace(urlOf(world, next));
              await Promise.all([load.burst(), delay(gapMs).then(() => change(next.password))]);
            } else {
              next = await change();
              await Promise.all([
                load.burst(),
                delay(gapMs).then(() => secret.replace(urlOf(world, next))),
              ]);
            }

            await closeIdle(world, role);
            const opened = await load.burst().then(() => openedSince(world, role, started + gapMs));
            expect(opened, 'connections with the new password').toBeGreaterThan(0);
            expectAllFine(await load.stop());
          } finally {
            await load.stop();
          }
          await expectReady(service);
        });
      }),
  };
}

interface Load {
  /** More requests at once than there are idle connections. */
  burst(): Promise<void>;
  stop(): Promise<readonly Reply[]>;
}

function startLoad(api: Api, { path, aggregate }: Resource): Load {
  const replies: Reply[] = [];
  const stop = new AbortController();
  const once = async (turn: number): Promise<void> => {
    const write = turn % 3 === 0;
    replies.push(
      await api.ask({
        method: write ? 'POST' : 'GET',
        path,
        timeoutMs: 20_000,
        ...(write ? { json: fullBody(aggregate) } : {}),
      }),
    );
  };
  const forever = async (): Promise<void> => {
    for (let turn = 0; !stop.signal.aborted; turn += 1) await once(turn);
  };
  const workers = [forever(), forever()];
  return {
    burst: () => Promise.all(Array.from({ length: 24 }, (_, turn) => once(turn))).then(() => {}),
    async stop() {
      stop.abort();
      await Promise.all(workers);
      return replies;
    },
  };
}

function expectAllFine(replies: readonly Reply[]): void {
  expect(replies.length).toBeGreaterThan(100);
  const bad = replies.filter(({ status }) => status < 200 || status > 299);
  expect(bad.map(({ status, text }) => `${status} ${text}`)).toEqual([]);
}

async function expectReady(service: Service): Promise<void> {
  const reply = await send({ method: 'GET', url: `${service.managementUrl}/health/ready` });
  expect(reply.status).toBe(200);
}

/** Ends the sessions that nobody works with: what is in flight is no business of a rotation. */
async function closeIdle(world: World, role: Role): Promise<void> {
  const idle = `usename = '${role.name}' AND state = 'idle' AND state_change < now() - interval '300 ms'`;
  const ended = await eventually(
    async () => {
      const found = await administer<{ pid: number }>(
        world,
        `SELECT pid, pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${idle}`,
      );
      return found.length === 0 ? undefined : found;
    },
    { withinMs: 20_000, what: 'a session that nobody works with' },
  );
  const pids = ended.map(({ pid }) => pid).join();
  await eventually(
    async () => {
      const left = await administer(
        world,
        `SELECT FROM pg_stat_activity WHERE usename = '${role.name}' AND pid IN (${pids})`,
      );
      return left.length === 0 ? true : undefined;
    },
    { what: 'the sessions to be gone' },
  );
}

async function openedSince(world: World, role: Role, milliseconds: number): Promise<number> {
  const rows = await administer(
    world,
    `SELECT FROM pg_stat_activity WHERE usename = '${role.name}'
     AND backend_start > to_timestamp(${milliseconds / 1000})`,
  );
  return rows.length;
}

const urlOf = (world: World, role: Role): string => `${databaseUrl(world.database, role)}\n`;

async function rotateRedis(world: World, resource: Resource): Promise<void> {
  const { redis } = world;
  const user = `user-${randomBytes(3).toString('hex')}`;
  const setPassword = (password: string): Promise<string> =>
    redis.command('ACL', 'SETUSER', user, 'on', 'resetpass', `>${password}`, '~*', '&*', '+@all');
  const url = (password: string): string =>
    `redis://${user}:${password}@${redis.host}:${redis.port}/0`;
  const connected = async (): Promise<true | undefined> =>
    (await redis.command('CLIENT', 'LIST')).includes(`user=${user} `) ? true : undefined;

  const first = newPassword();
  await setPassword(first);
  const secret = await mountSecret(world.folder, 'linked', url(first));
  try {
    const changes = { REDIS_URL: undefined, REDIS_URL_FILE: secret.file };
    await withInstance(world, changes, async (service, api) => {
      await eventually(connected, { what: 'the service to use Redis' });
      const load = startLoad(api, resource);
      await load.burst();
      for (const order of ['file first', 'server first'] as const) {
        const next = newPassword();
        const steps = [() => secret.replace(url(next)), () => setPassword(next)];
        for (const step of order === 'file first' ? steps : steps.toReversed()) {
          await step();
          await redis.command('CLIENT', 'KILL', 'USER', user);
          await Promise.all([load.burst(), delay(gapMs)]);
        }
        await eventually(connected, { what: `Redis with the new password, ${order}` });
      }
      expectAllFine(await load.stop());
      await expectReady(service);
    });
  } finally {
    await redis.command('ACL', 'DELUSER', user);
  }
}
