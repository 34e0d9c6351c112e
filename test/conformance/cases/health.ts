import { expect } from 'vitest';
import type { Reply } from '../../support/http-client.ts';
import { send } from '../../support/http-client.ts';
import type { Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { expectStatus } from '../expectations.ts';
import type { World } from '../world.ts';

/** The management port: what answers there, and that nothing else does. */
export function healthCases(resources: readonly Resource[]): Case[] {
  const ask = (world: World, path: string, method = 'GET'): Promise<Reply> =>
    send({ method, url: world.service.managementUrl + path });
  return [
    ...['live', 'ready', 'startup'].map((probe): Case => ({
      id: `health/${probe}`,
      title: `/health/${probe} is 200 without credentials`,
      async run(world) {
        expectStatus(await ask(world, `/health/${probe}`), 200);
      },
    })),
    ...['/', '/health', '/health/other', '/metrics/x', '/openapi.json', '/docs', '/debug', '/v1']
      .concat(resources.slice(0, 1).map(({ path }) => path))
      .map((path): Case => ({
        id: `health/nothing at ${path}`,
        title: `${path} is not on the management port`,
        async run(world) {
          expectStatus(await ask(world, path), 404);
        },
      })),
    {
      id: 'health/no writing',
      title: 'the management port takes no POST',
      async run(world) {
        for (const path of ['/health/live', '/metrics']) {
          const reply = await ask(world, path, 'POST');
          expect([404, 405], `${path} ${reply.status}`).toContain(reply.status);
        }
      },
    },
  ];
}
