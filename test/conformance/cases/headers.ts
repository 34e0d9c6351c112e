import { expect } from 'vitest';
import { type Reply, send } from '../../support/http-client.ts';
import { databaseUrl, withClient } from '../../support/postgres.ts';
import { sendRaw, trickle } from '../../support/raw-http.ts';
import { create, patch, remove } from '../acting.ts';
import type { Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { tableOf } from '../holding.ts';
import { budgetOf } from '../limiting.ts';
import { fullBody } from '../samples/fresh.ts';
import type { World } from '../world.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/** Every kind of answer, whoever gives it: each has all headers. */
export function headerCases(resource: Resource): Case[] {
  const { path, aggregate } = resource;
  const get =
    (address: string, headers: readonly (readonly [string, string])[] = []) =>
    (world: World) =>
      world.api.ask({ method: 'GET', path: address, headers });
  const post = (world: World, ask: object) => world.api.ask({ method: 'POST', path, ...ask });
  const item = `${path}/0190a5d4-7b3a-7cc1-8a3b-1c2d3e4f5a6b`;

  const kinds: readonly (readonly [string, number, (world: World) => Promise<Reply>])[] = [
    ['a list', 200, get(path)],
    ['a HEAD', 200, (world) => world.api.ask({ method: 'HEAD', path })],
    [
      'an answer that is known already',
      304,
      async (world) => {
        const { path: address, etag } = await create(world, resource);
        return get(address, [['If-None-Match', etag]])(world);
      },
    ],
    [
      'a removal',
      204,
      async (world) => {
        const created = await create(world, resource);
        return remove(world, created.path, created.etag);
      },
    ],
    [
      'the document',
      200,
      (world) => world.api.ask({ method: 'GET', path: '/openapi.json', token: null }),
    ],
    ['two tokens', 400, (world) => get(path, [['Authorization', 'Bearer x']])(world)],
    ['a broken body', 400, (world) => post(world, { body: '{' })],
    ['no credentials', 401, (world) => world.api.ask({ method: 'GET', path, token: null })],
    ['a bad token', 401, (world) => world.api.ask({ method: 'GET', path, token: 'x' })],
    [
      'too narrow a token',
      403,
      (world) =>
        world.api.ask({ method: 'GET', path, token: world.identity.token({ scopes: [] }) }),
    ],
    ['an unknown route', 404, get('/nowhere')],
    ['an unknown id', 404, get(item)],
    ['another method', 405, (world) => world.api.ask({ method: 'PUT', path, json: {} })],
    ['OPTIONS', 405, (world) => world.api.ask({ method: 'OPTIONS', path })],
    [
      'a stale version',
      412,
      async (world) => {
        const created = await create(world, resource);
        return patch(world, created.path, '"999"', {});
      },
    ],
    ['a large body', 413, (world) => post(world, { body: Buffer.alloc(1_100_000, ' ') })],
    [
      'a large body in chunks',
      413,
      (world) => post(world, { body: Buffer.alloc(1_100_000, ' '), chunked: true }),
    ],
    ['a long address', 414, get(`${path}?x=${'a'.repeat(9000)}`)],
    ['another media type', 415, (world) => post(world, { body: 'a', mediaType: 'text/plain' })],
    ['an invalid body', 422, (world) => post(world, { json: {} })],
    [
      'no version',
      428,
      async (world) =>
        world.api.ask({ method: 'DELETE', path: (await create(world, resource)).path }),
    ],
    ['large headers', 431, get(path, [['X-Filler', 'a'.repeat(17_000)]])],
  ];

  return [
    ...kinds.map(([what, status, ask]): Case => ({
      id: `headers/${status} ${what}`,
      title: `${what} (${status}) has every header`,
      async run(world) {
        const reply = await ask(world);
        expectStatus(reply, status);
        expectHeaders(reply.headers);
        if (what !== 'the document') expect(reply.headers['cache-control']).toContain('no-store');
        budgetOf(reply);
        if (status >= 400) expectProblem(reply, status);
      },
    })),
    {
      id: 'headers/201 a creation',
      title: 'a creation (201) has every header',
      async run(world) {
        const created = await world.api.ask({
          method: 'POST',
          path,
          json: fullBody(aggregate),
        });
        expectStatus(created, 201, 202);
        expectHeaders(created.headers);
        expect(created.headers['cache-control']).toContain('no-store');
        expect(budgetOf(created).limitClass).toBe('write');
      },
    },
    {
      id: 'headers/500 a crash',
      title: 'a crash (500) has every header, and tells nothing of what broke',
      run: (world) =>
        withoutTable(world, resource, async () => {
          const reply = await world.api.ask({ method: 'GET', path });
          expectProblem(reply, 500, 'internal');
          expectHeaders(reply.headers);
          budgetOf(reply);
          expect(reply.headers['cache-control']).toContain('no-store');
          expect(reply.text).not.toMatch(/\brelation\b|\bselect\b|gone_for|42P01|\bat \S+:\d+/i);
        }),
    },
    ...[
      ['/health/live', 'GET', 200],
      ['/health/ready', 'GET', 200],
      ['/health/startup', 'GET', 200],
      ['/metrics', 'GET', 200],
      ['/nowhere', 'GET', 404],
      ['/health/live', 'POST', 405],
    ].map(([address, method, status]): Case => ({
      id: `headers/management ${method} ${address}`,
      title: `${method} ${address} on the management port has them as well`,
      async run(world) {
        const url = `${world.service.managementUrl}${address}`;
        const reply = await send({ method: String(method), url });
        expectStatus(reply, Number(status));
        expectHeaders(reply.headers);
        expect(reply.headers['cache-control']).toContain('no-store');
        if (reply.status >= 400) expectProblem(reply, reply.status);
      },
    })),
    {
      id: 'headers/two hosts',
      title: 'two Host headers are 400',
      async run(world) {
        const reply = await sendRaw(
          world.service.baseUrl,
          `GET ${path} HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\nConnection: close\r\n` +
            `Authorization: Bearer ${world.api.token()}\r\n\r\n`,
        );
        expect(reply.status, reply.text).toBe(400);
      },
    },
    {
      id: 'headers/far too long',
      title: 'what is far too long is refused, and the connection closed',
      async run(world) {
        for (const request of [
          `GET ${path} HTTP/1.1\r\nHost: x\r\nX-Filler: ${'a'.repeat(300_000)}\r\n\r\n`,
          `GET ${path}?x=${'a'.repeat(300_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
        ]) {
          const reply = await sendRaw(world.service.baseUrl, request);
          expect([0, 400, 414, 431]).toContain(reply.status);
        }
        expectStatus(await world.api.ask({ method: 'GET', path }), 200);
      },
    },
    {
      id: 'headers/408 slow',
      title: 'headers and bodies that trickle in are given up after 30 s, bodies with a 408',
      timeoutMs: 90_000,
      async run(world) {
        const { baseUrl } = world.service;
        const start =
          `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n` +
          `Authorization: Bearer ${world.api.token()}\r\n`;
        const [headers, announced, chunked] = await Promise.all([
          trickle(baseUrl, `${start}X-Slow: `, 'a'),
          trickle(baseUrl, `${start}Content-Length: 1000\r\n\r\n`, ' '),
          trickle(baseUrl, `${start}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n'),
        ]);
        // No answer is needed where no request has arrived.
        expect([0, 400, 408], headers.text).toContain(headers.status);
        for (const slow of [announced, chunked]) {
          expect(slow.status, slow.text).toBe(408);
          expect(slow.text).toContain('"code":"request-timeout"');
          expectHeaders(slow.headers);
          expect(slow.milliseconds).toBeGreaterThan(25_000);
        }
        for (const each of [headers, announced, chunked]) {
          expect(each.milliseconds, 'the connection is closed').toBeLessThan(45_000);
        }
        expectStatus(await world.api.ask({ method: 'GET', path }), 200);
      },
    },
  ];
}

function expectHeaders(headers: Headers): void {
  expect(headers).toMatchObject({
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': expect.stringMatching(/^same-(origin|site)$/),
    'strict-transport-security': expect.stringMatching(/max-age=\d{8,};.*includeSubDomains/),
    'x-correlation-id': expect.stringMatching(/^[A-Za-z0-9-]{8,64}$/),
  });
  for (const name of ['server', 'x-powered-by', 'via', 'access-control-allow-origin']) {
    expect(headers[name], name).toBeUndefined();
  }
}

/** Does its work while the table of the resource cannot be found. */
async function withoutTable<T>(
  { database }: World,
  resource: Resource,
  work: () => Promise<T>,
): Promise<T> {
  const table = tableOf(resource);
  const rename = (from: string, to: string): Promise<unknown> =>
    withClient(databaseUrl(database, database.owner), (client) =>
      client.query(`ALTER TABLE ${from} RENAME TO ${to}`),
    );
  const [schema, name] = table.split('.');
  await rename(table, '"gone_for_a_while"');
  try {
    return await work();
  } finally {
    await rename(`${schema}."gone_for_a_while"`, String(name));
  }
}
