import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import type { JsonObject } from '../../support/json.ts';
import { sendRaw } from '../../support/raw-http.ts';
import { create } from '../acting.ts';
import type { Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { expectStatus } from '../expectations.ts';
import type { World } from '../world.ts';

/** Correlation ids and what standard output says of a request. */
export function logCases(resource: Resource): Case[] {
  const { path } = resource;
  return [
    {
      id: 'logs/access line',
      title: 'a request gives one access line with time, level, message, service and its ids',
      async run(world) {
        const correlationId = randomUUID();
        const reply = await world.api.ask({
          method: 'GET',
          path: `${path}?limit=1`,
          headers: [['X-Correlation-Id', correlationId]],
        });
        expectStatus(reply, 200);
        const lines = await linesOf(world, correlationId);
        expect(lines, JSON.stringify(lines)).toHaveLength(1);
        expect(lines[0]).toMatchObject({
          time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
          level: 'info',
          message: expect.stringMatching(/./),
          service: expect.stringMatching(/./),
          correlationId,
          traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
          spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
        });
      },
    },
    {
      id: 'logs/refused requests',
      title: 'refused requests have their access line too',
      async run(world) {
        const asks = [
          { path, token: null },
          { path: '/nowhere', token: null },
          { path: `${path}?limit=0`, token: world.api.token() },
        ];
        for (const ask of asks) {
          const correlationId = randomUUID();
          await world.api.ask({
            method: 'GET',
            ...ask,
            headers: [['X-Correlation-Id', correlationId]],
          });
          expect(await linesOf(world, correlationId), ask.path).toHaveLength(1);
        }
      },
    },
    {
      id: 'logs/correlation kept',
      title: 'an inbound correlation id of the right form is kept',
      async run(world) {
        for (const id of ['abcdefgh', 'A-1'.repeat(20), 'a'.repeat(64), '-'.repeat(8)]) {
          const reply = await world.api.ask({
            method: 'GET',
            path: `${path}?limit=1`,
            headers: [['X-Correlation-Id', id]],
          });
          expect(reply.headers['x-correlation-id']).toBe(id);
        }
      },
    },
    {
      id: 'logs/correlation replaced',
      title: 'an inbound correlation id of another form is replaced',
      async run(world) {
        for (const id of [
          'short',
          'a'.repeat(65),
          'with space',
          'under_score',
          '<script>',
          '',
          'ümlaut-ümlaut',
        ]) {
          const reply = await world.api.ask({
            method: 'GET',
            path: `${path}?limit=1`,
            headers: [['X-Correlation-Id', Buffer.from(id).toString('latin1')]],
          });
          expect(reply.headers['x-correlation-id']).toMatch(/^[A-Za-z0-9-]{8,64}$/);
          expect(reply.headers['x-correlation-id']).not.toBe(id);
        }
      },
    },
    {
      id: 'logs/control characters',
      title: 'control characters from outside cannot break or colour a line',
      async run(world) {
        const canary = `canary-${randomUUID()}`;
        const before = world.service.strayLines().length;
        for (const target of [
          `${path}/%0a%7b%22level%22:%22${canary}%22%7d`,
          `${path}?x=%1b[31m%0d%0a${canary}`,
        ]) {
          await sendRaw(
            world.service.baseUrl,
            `GET ${target} HTTP/1.1\r\nHost: x\r\nUser-Agent: \u001b[31m${canary}\r\nConnection: close\r\n\r\n`,
          );
        }
        const correlationId = randomUUID();
        await world.api.ask({
          method: 'GET',
          path,
          headers: [['X-Correlation-Id', correlationId]],
        });
        await linesOf(world, correlationId);
        expect(world.service.strayLines().slice(before)).toEqual([]);
        expect(world.service.logs().filter(({ level }) => level === canary)).toEqual([]);
      },
    },
    {
      id: 'logs/only json',
      title: 'standard output holds nothing but JSON lines',
      async run(world) {
        expect(world.service.logs().length).toBeGreaterThan(0);
        expect(world.service.strayLines()).toEqual([]);
      },
    },
    {
      id: 'logs/secrets',
      title: 'tokens, secrets and bodies appear in no log line, no span and no metric',
      async run(world) {
        const text = resource.aggregate.fields.find(
          ({ type, pattern, maxLength }) =>
            ['string', 'text'].includes(type.kind) && pattern === null && (maxLength ?? 255) >= 20,
        );
        const canary = `canary${String(Date.now())}`;
        const created = await create(
          world,
          resource,
          text === undefined ? {} : { [text.name]: canary },
        );
        if (text !== undefined) expect(created.body[text.name]).toBe(canary);
        const token = world.api.token();
        const correlationId = randomUUID();
        await world.api.ask({
          method: 'GET',
          path: created.path,
          headers: [['X-Correlation-Id', correlationId]],
        });
        await linesOf(world, correlationId);
        const said = [
          ...world.service.logs().map((line) => JSON.stringify(line)),
          ...world.service.strayLines(),
          world.service.stderr(),
          world.sink.received(),
        ].join('\n');
        const signature = token.split('.')[2] ?? token;
        const { owner, application } = world.database;
        for (const secret of [
          signature,
          canary,
          owner.password,
          application.password,
          'not-a-secret-of-anybody',
        ]) {
          expect(said.includes(secret), `${secret.slice(0, 24)} was told`).toBe(false);
        }
      },
    },
  ];
}

/** The lines about one request, once there is one and a moment has passed for more. */
async function linesOf(world: World, correlationId: string): Promise<JsonObject[]> {
  const find = (): JsonObject[] =>
    world.service.logs().filter((line) => line['correlationId'] === correlationId);
  await eventually(() => (find().length > 0 ? true : undefined), {
    what: `a log line of ${correlationId}`,
  });
  await new Promise((resolve) => setTimeout(resolve, 250));
  return find();
}
