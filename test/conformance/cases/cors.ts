import { expect } from 'vitest';
import type { Reply } from '../../support/http-client.ts';
import type { Api, Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { type World, withInstance } from '../world.ts';

const allowed = 'https://shop.example';

/** Looks like an origin that is allowed, and is another. */
const others: readonly string[] = [
  'null',
  '*',
  'https://shop.example.evil',
  'https://evilshop.example',
  'https://a.shop.example',
  'http://shop.example',
  'https://shop.example:8443',
  'https://shop.example/',
  'https://SHOP.example',
  'https://shop.example, https://evil.example',
  'https://evil.example',
];

/** Which pages of other origins may read answers. */
export function corsCases({ path }: Resource): Case[] {
  const from = (api: Api, origin: string, method = 'GET', address = path): Promise<Reply> =>
    api.ask({ method, path: address, headers: [['Origin', origin]] });
  const preflight = (api: Api, origin: string, address = path): Promise<Reply> =>
    api.ask({
      method: 'OPTIONS',
      path: address,
      token: null,
      headers: [
        ['Origin', origin],
        ['Access-Control-Request-Method', 'POST'],
        ['Access-Control-Request-Headers', 'authorization,content-type'],
      ],
    });
  const withOrigins = (work: (api: Api) => Promise<void>) => (world: World) =>
    withInstance(
      world,
      { CORS_ALLOWED_ORIGINS: `${allowed}, https://admin.example` },
      (_service, api) => work(api),
    );
  return [
    {
      id: 'cors/nobody',
      title: 'no origin is allowed where none is named',
      async run(world) {
        for (const origin of [allowed, ...others]) {
          expectForeign(await from(world.api, origin));
          const reply = await preflight(world.api, origin);
          expectForeign(reply);
          expectProblem(reply, 405);
        }
      },
    },
    {
      id: 'cors/allowed',
      title:
        'pages of an origin that is named may read answers, errors included, and their headers',
      timeoutMs: 60_000,
      run: withOrigins(async (api) => {
        for (const [address, status] of [
          [path, 200],
          [`${path}?limit=0`, 422],
          ['/nowhere', 404],
        ] as const) {
          const reply = await from(api, allowed, 'GET', address);
          expectStatus(reply, status);
          expect(reply.headers['access-control-allow-origin']).toBe(allowed);
          expect(reply.headers['access-control-allow-credentials']).toBeUndefined();
          expect(listOf(reply.headers.vary)).toContain('origin');
          expect(listOf(reply.headers['access-control-expose-headers'])).toEqual(
            expect.arrayContaining(
              'etag,location,retry-after,ratelimit,ratelimit-policy,x-correlation-id'.split(','),
            ),
          );
        }
      }),
    },
    {
      id: 'cors/preflight',
      title: 'a preflight of an allowed origin is told what it may send',
      timeoutMs: 60_000,
      run: withOrigins(async (api) => {
        const reply = await preflight(api, allowed);
        expectStatus(reply, 200, 204);
        expect(reply.headers['access-control-allow-origin']).toBe(allowed);
        expect(reply.headers['access-control-allow-credentials']).toBeUndefined();
        expect(listOf(reply.headers['access-control-allow-methods'])).toEqual(
          expect.arrayContaining(['get', 'post']),
        );
        const sent = listOf(reply.headers['access-control-allow-headers']);
        expect(sent).toEqual(
          expect.arrayContaining(['authorization', 'content-type', 'if-match', 'idempotency-key']),
        );
        expect(sent).not.toContain('*');
        expect(listOf(reply.headers.vary)).toContain('origin');
        expectProblem(await preflight(api, allowed, '/nowhere'), 404);
      }),
    },
    {
      id: 'cors/foreign',
      title: 'what merely resembles an allowed origin is not one',
      timeoutMs: 60_000,
      run: withOrigins(async (api) => {
        for (const origin of others) {
          const reply = await from(api, origin);
          expectStatus(reply, 200);
          expectForeign(reply);
          // An answer without the header must not be kept for those who would get it.
          expect(listOf(reply.headers.vary)).toContain('origin');
          const refused = await preflight(api, origin);
          expectForeign(refused);
          expectProblem(refused, 405);
        }
      }),
    },
  ];
}

function expectForeign({ headers }: Reply): void {
  const granted = Object.keys(headers).filter((name) => name.startsWith('access-control-'));
  expect(granted).toEqual([]);
}

function listOf(header = ''): readonly string[] {
  return header.toLowerCase().split(/\s*,\s*/);
}
