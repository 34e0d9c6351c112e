import { afterEach, expect, test } from 'bun:test';
import { createServer, type Server } from 'node:net';
import {
  createLimits,
  LimitsUnavailable,
  type Limits,
  type LimitSubject,
} from '../../src/limits/index.ts';
import { createTestTelemetry } from '../../src/telemetry/index.ts';
import { eventually } from '../fixtures/eventually.ts';

const telemetry = createTestTelemetry();
const open: Limits[] = [];

const rules = {
  read: { count: 3, seconds: 60 },
  write: { count: 2, seconds: 60 },
  auth: { count: 1, seconds: 1 },
};

function limitsWith(redisUrl: string | (() => string) | null): Limits {
  telemetry.metrics.clear();
  const current = typeof redisUrl === 'string' ? () => redisUrl : redisUrl;
  const redis = current === null ? null : { url: { current } };
  const limits = createLimits({ rules, redis, service: 'test', telemetry });
  open.push(limits);
  return limits;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((limits) => limits.close()));
});

const user = (id: string, tenant: string | null = null): LimitSubject => ({
  kind: 'user',
  id,
  tenant,
});
const openly = { failClosed: false };

test('a budget is used up one by one, and the first refusal is told apart', async () => {
  const limits = limitsWith(null);
  const take = () => limits.take('read', user('jane'), openly);

  const states = [await take(), await take(), await take(), await take(), await take()];

  expect(states.map(({ remaining }) => remaining)).toEqual([2, 1, 0, 0, 0]);
  expect(states.map(({ exceeded }) => exceeded)).toEqual([false, false, false, true, true]);
  expect(states.map(({ first }) => first)).toEqual([false, false, false, true, false]);
  expect(await telemetry.metrics.metrics()).toContain(
    'rate_limit_rejections_total{class="read"} 2',
  );
});

test('classes, kinds of callers, tenants and callers have budgets of their own', async () => {
  const limits = limitsWith(null);
  const remaining = async (limitClass: 'read' | 'write', subject: LimitSubject) =>
    (await limits.take(limitClass, subject, openly)).remaining;

  expect(await remaining('read', user('jane'))).toBe(2);
  expect(await remaining('write', user('jane'))).toBe(1);
  expect(await remaining('read', user('jane', 'acme'))).toBe(2);
  expect(await remaining('read', user('joe'))).toBe(2);
  expect(await remaining('read', { kind: 'client', id: 'jane', tenant: null })).toBe(2);
  expect(await remaining('read', { kind: 'address', id: 'jane', tenant: null })).toBe(2);
  expect(await remaining('read', user('jane'))).toBe(1);
});

test('a budget is full again when its span is over, however often it was asked for', async () => {
  const limits = limitsWith(null);
  const take = () => limits.take('auth', user('jane'), openly);
  await take();
  expect(await take()).toMatchObject({ exceeded: true, resetSeconds: 1 });

  await eventually(async () => expect((await take()).exceeded).toBe(false));
});

test('a flood of callers costs bounded memory: who was not heard of for longest is forgotten', async () => {
  const limits = limitsWith(null);
  const take = (id: string) => limits.take('write', user(id), openly);
  await take('early');
  await take('early');
  for (let index = 0; index < 50_000; index += 1) await take(`flood ${index}`);

  expect((await take('flood 49999')).remaining).toBe(0);
  expect((await take('early')).exceeded).toBe(false);
});

test('while Redis cannot be reached, each process counts for itself', async () => {
  const limits = limitsWith('redis://127.0.0.1:1');
  const take = () => limits.take('write', user('jane'), openly);

  expect([await take(), await take(), await take()].map(({ exceeded }) => exceeded)).toEqual([
    false,
    false,
    true,
  ]);
});

test('while Redis cannot be reached, what fails closed is refused', async () => {
  const limits = limitsWith('redis://127.0.0.1:1');

  const taken = limits.take('auth', user('jane'), { failClosed: true });

  await expect(taken).rejects.toBeInstanceOf(LimitsUnavailable);
});

test('a start does not wait for a Redis that stays away', async () => {
  await limitsWith('redis://127.0.0.1:1').start();
  await limitsWith(null).start();
});

const redisUrl = process.env['REDIS_URL'];

test.skipIf(redisUrl === undefined)(
  'whoever signs in right after a start, or after Redis was missed, is counted',
  async () => {
    const limits = limitsWith(redisUrl ?? null);
    const take = () => limits.take('auth', user(Bun.randomUUIDv7()), { failClosed: true });
    // Nobody has connected yet, and from then on Redis is left alone for a while.
    await expect(take()).rejects.toBeInstanceOf(LimitsUnavailable);

    await limits.start();

    expect(await take()).toMatchObject({ exceeded: false });
  },
);

test('without a Redis, what fails closed is counted by the process', async () => {
  const limits = limitsWith(null);

  const state = await limits.take('auth', user('jane'), { failClosed: true });

  expect(state.exceeded).toBe(false);
});

test('a Redis that takes connections and says nothing keeps nobody waiting', async () => {
  const silent = await listening(createServer(() => {}));
  const limits = limitsWith(`redis://127.0.0.1:${silent.port}`);
  await eventually(() => expect(silent.connections()).toBeGreaterThan(0));
  const startedAt = performance.now();

  for (let index = 0; index < 50; index += 1) await limits.take('read', user(`${index}`), openly);

  expect(performance.now() - startedAt).toBeLessThan(1000);
  silent.close();
});

test('an address of Redis that is rotated to nonsense leaves the last one in use', async () => {
  const silent = await listening(createServer((socket) => void socket.destroy()));
  let address = `redis://127.0.0.1:${silent.port}`;
  limitsWith(() => address);
  await eventually(() => expect(silent.connections()).toBeGreaterThan(0));

  address = 'redis';
  const before = silent.connections();

  await eventually(() => expect(silent.connections()).toBeGreaterThan(before + 1));
  silent.close();
});

async function listening(server: Server) {
  let connections = 0;
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return {
    port: address.port,
    connections: () => connections,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
