import { connect } from 'node:net';
import { expect } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { send } from '../../support/http-client.ts';
import { type Service, ready, startService } from '../../support/service.ts';
import { create } from '../acting.ts';
import { type Api, type Resource, connectApi } from '../api.ts';
import type { Case } from '../case.ts';
import { expectStatus } from '../expectations.ts';
import { holdTable } from '../holding.ts';
import type { EnvironmentChanges, World } from '../world.ts';

/** What SIGTERM does. */
export function shutdownCases(resource: Resource): Case[] {
  return [
    {
      id: 'shutdown/drain',
      title: 'SIGTERM turns ready to 503 at once, lets the request in flight finish, and exits 0',
      timeoutMs: 60_000,
      run: (world) =>
        withOwnInstance(world, {}, async (service, api) => {
          const created = await create(world, resource);
          const held = await holdTable(world, resource);
          try {
            const inFlight = api.ask({ method: 'GET', path: `${resource.path}?limit=1` });
            await held.waiting();
            service.signal('SIGTERM');
            await eventually(
              async () => {
                const reply = await send({
                  method: 'GET',
                  url: `${service.managementUrl}/health/ready`,
                  timeoutMs: 2_000,
                });
                return reply.status === 503 ? true : undefined;
              },
              { withinMs: 2_000, everyMs: 20, what: 'ready to turn 503' },
            );
            const live = await send({ method: 'GET', url: `${service.managementUrl}/health/live` });
            expect(live.status, 'a draining process is alive').toBe(200);
            expect(service.exited(), 'it waits for the request').toBeUndefined();
            await held.release();
            const reply = await inFlight;
            expectStatus(reply, 200);
            expect(reply.text).toContain(created.id);
          } finally {
            await held.release();
          }
          expect(await service.exit(20_000)).toEqual({ code: 0, signal: null });
        }),
    },
    {
      id: 'shutdown/idle connections',
      title: 'connections that are merely open do not hold the exit up',
      timeoutMs: 60_000,
      run: (world) =>
        withOwnInstance(world, {}, async (service) => {
          const { port } = new URL(service.baseUrl);
          const idle = connect({ host: '127.0.0.1', port: Number(port) });
          idle.on('error', () => undefined);
          const answered = new Promise<void>((resolve) => idle.once('data', () => resolve()));
          idle.write('GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n');
          await answered;
          const started = Date.now();
          service.signal('SIGTERM');
          expect(await service.exit(20_000)).toEqual({ code: 0, signal: null });
          expect(Date.now() - started).toBeLessThan(8_000);
          idle.destroy();
        }),
    },
    {
      id: 'shutdown/grace',
      title: 'a request that outlasts SHUTDOWN_GRACE_SECONDS is closed, and the exit is still 0',
      timeoutMs: 60_000,
      run: (world) =>
        withOwnInstance(world, { SHUTDOWN_GRACE_SECONDS: '2' }, async (service, api) => {
          const held = await holdTable(world, resource);
          try {
            const inFlight = api
              .ask({ method: 'GET', path: `${resource.path}?limit=1` })
              .catch((error: unknown) => error);
            await held.waiting();
            const started = Date.now();
            service.signal('SIGTERM');
            expect(await service.exit(10_000)).toEqual({ code: 0, signal: null });
            const took = Date.now() - started;
            expect(took).toBeGreaterThan(1_500);
            expect(took).toBeLessThan(6_000);
            await inFlight;
          } finally {
            await held.release();
          }
        }),
    },
    {
      id: 'shutdown/interrupt',
      title: 'SIGINT ends the service in the same way',
      timeoutMs: 60_000,
      run: (world) =>
        withOwnInstance(world, {}, async (service) => {
          service.signal('SIGINT');
          expect(await service.exit(20_000)).toEqual({ code: 0, signal: null });
        }),
    },
  ];
}

async function withOwnInstance(
  world: World,
  changes: EnvironmentChanges,
  work: (service: Service, api: Api) => Promise<void>,
): Promise<void> {
  const service = startService(world.subject.verbs, await world.environment(changes));
  try {
    await ready(service);
    await work(service, connectApi(service.baseUrl, world.blueprint, world.identity));
  } finally {
    await service.stop();
  }
}
