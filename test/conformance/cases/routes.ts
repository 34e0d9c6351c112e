import { expect } from 'vitest';
import { kebab } from '../../../src/blueprint/names.ts';
import { sendRaw } from '../../support/raw-http.ts';
import { create } from '../acting.ts';
import type { Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { expectProblem, expectStatus } from '../expectations.ts';

/** Methods that a route does not take. */
export function methodCases(resource: Resource): Case[] {
  const { aggregate, name, path } = resource;
  const step = aggregate.lifecycle?.transitions[0];
  const item = `${path}/0190a5d4-7b3a-7cc1-8a3b-1c2d3e4f5a6b`;
  const routes = [
    { path, allow: ['GET', 'HEAD', 'POST'], refused: ['PUT', 'PATCH', 'DELETE'] },
    { path: item, allow: ['DELETE', 'GET', 'HEAD', 'PATCH'], refused: ['PUT', 'POST'] },
    ...(step === undefined
      ? []
      : [
          {
            path: `${item}/${kebab(step.name)}`,
            allow: ['POST'],
            refused: ['GET', 'PUT', 'PATCH', 'DELETE'],
          },
        ]),
  ];
  return routes.flatMap((route) =>
    [...route.refused, 'PROPFIND'].map((method): Case => ({
      id: `routes/${name}/${method} ${route.path.replace(item, `${path}/{id}`)}`,
      title: `${method} ${route.path.replace(item, `${path}/{id}`)} is 405 and says what is allowed`,
      async run(world) {
        const reply = await world.api.ask({ method, path: route.path, json: {} });
        expectProblem(reply, 405);
        const allowed = (reply.headers.allow ?? '')
          .split(/\s*,\s*/)
          .filter((each) => each !== 'OPTIONS');
        expect(allowed.toSorted()).toEqual(route.allow);
      },
    })),
  );
}

/** What is no route at all, and requests that are hardly HTTP. */
export function routeCases(resources: readonly Resource[]): Case[] {
  const [resource] = resources;
  if (resource === undefined) return [];
  const { path, context } = resource;
  const unknown = [
    '/',
    '/v1',
    '/v2/x',
    `/v1/${context.name}`,
    `/v1/${context.name}/nothing-of-this-name`,
    `/v1/nowhere/${resource.aggregate.plural}`,
    path.toUpperCase(),
    `/api${path}`,
    '/metrics',
    '/health/live',
    '/health/ready',
    '/health/startup',
    '/.env',
    '/__proto__',
    '/constructor',
    '/%2e%2e/etc/passwd',
    `${path}/0190a5d4-7b3a-7cc1-8a3b-1c2d3e4f5a6b/toString/x/y`,
  ];
  return [
    ...unknown.flatMap((route) =>
      [true, false].map((authenticated): Case => ({
        id: `routes/unknown ${route} ${authenticated ? 'with' : 'without'} a token`,
        title: `${route} is 404 ${authenticated ? 'with' : 'without'} a token`,
        async run(world) {
          for (const method of ['GET', 'POST']) {
            const reply = await world.api.ask({
              method,
              path: route,
              ...(authenticated ? {} : { token: null }),
            });
            expectProblem(reply, 404, 'not-found');
          }
        },
      })),
    ),
    {
      id: 'routes/long url',
      title: 'a URL over 8 KiB is 414, one just under it is read',
      async run(world) {
        const base = `${path}?limit=1&x=`;
        const fits = await world.api.ask({
          method: 'GET',
          path: base + 'a'.repeat(8000 - base.length),
        });
        expectStatus(fits, 200, 422);
        const long = await world.api.ask({
          method: 'GET',
          path: base + 'a'.repeat(8193 - base.length),
        });
        expectProblem(long, 414);
      },
    },
    {
      id: 'routes/large headers',
      title: 'headers over 16 KiB are 431, some just under it are read',
      async run(world) {
        const ask = (bytes: number) =>
          world.api.ask({ method: 'GET', path, headers: [['X-Filler', 'a'.repeat(bytes)]] });
        expectStatus(await ask(12_000), 200);
        const reply = await ask(17_000);
        expectStatus(reply, 431);
        if (reply.bytes.length > 0) expectProblem(reply, 431);
      },
    },
    {
      id: 'routes/trace',
      title: 'TRACE echoes nothing',
      async run(world) {
        const reply = await sendRaw(
          world.service.baseUrl,
          `TRACE ${path} HTTP/1.1\r\nHost: x\r\nX-Canary: seen\r\nConnection: close\r\n` +
            `Authorization: Bearer ${world.api.token()}\r\n\r\n`,
        );
        // Some parsers refuse it before it reaches the service.
        expect([400, 405, 501, 0], reply.text).toContain(reply.status);
        expect(reply.text).not.toContain('seen');
      },
    },
    ...Object.entries({
      'no HTTP at all': 'hello\r\n\r\n',
      'a method of rubbish': 'G@T / HTTP/1.1\r\nHost: x\r\n\r\n',
      'a header without a name': `GET ${path} HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n`,
      'a percent sign alone': `GET ${path}/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      'two lengths': `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
      'a length and chunks': `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    }).map(([title, bytes]): Case => ({
      id: `routes/raw ${title}`,
      title: `${title} is refused, and the service lives on`,
      async run(world) {
        const reply = await sendRaw(world.service.baseUrl, bytes);
        expect(
          reply.status < 500 && (reply.status >= 400 || reply.status === 0),
          `${reply.status}`,
        ).toBe(true);
        expectStatus(await world.api.ask({ method: 'GET', path }), 200);
      },
    })),
    {
      id: 'routes/document',
      title: 'the API document is there for everybody',
      async run(world) {
        const reply = await world.api.ask({ method: 'GET', path: '/openapi.json', token: null });
        expectStatus(reply, 200);
        expect(reply.object.openapi).toMatch(/^3\.1\./);
        const docs = await world.api.ask({ method: 'GET', path: '/docs', token: null });
        expectStatus(docs, 200);
        expect(docs.headers['content-type']).toMatch(/^text\/html/);
        expect(docs.text, 'the page works offline').not.toMatch(/(src|href)="(https?:)?\/\//);
      },
    },
    {
      id: 'routes/create is alive',
      title: 'after all this the service still creates',
      async run(world) {
        await create(world, resource);
      },
    },
  ];
}
