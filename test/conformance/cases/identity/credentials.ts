import { expect } from 'vitest';
import { type Resource, allScopes } from '../../api.ts';
import type { Case } from '../../case.ts';
import { expectProblem, expectStatus } from '../../expectations.ts';
import type { World } from '../../world.ts';
import {
  type Attempt,
  type Refusal,
  badToken,
  expectRefused,
  noCredentials,
  noScope,
  twoCredentials,
} from './refused.ts';

const authorization = (...values: readonly string[]): Attempt => ({
  token: null,
  headers: values.map((value) => ['Authorization', value] as const),
});

interface Try {
  readonly id: string;
  readonly title: string;
  readonly refusal: Refusal;
  attempt(token: string): Attempt;
}

const tries: readonly Try[] = [
  {
    id: 'OA-01 no credentials',
    title: 'no credentials are 401 without an error code',
    refusal: noCredentials,
    attempt: () => ({ token: null }),
  },
  ...['Basic dXNlcjpwYXNz', 'Bearerx y', 'Token abc', 'Negotiate', ''].map((value): Try => ({
    id: `OA-01 other credentials: ${value}`,
    title: `"${value}" are no credentials of ours`,
    refusal: noCredentials,
    attempt: () => authorization(value),
  })),
  ...['Bearer', 'Bearer ', 'bearer a b', 'Bearer "x"', 'Bearer ä', 'Bearer \ttoken'].map(
    (value): Try => ({
      id: `OA-02 malformed credentials: ${JSON.stringify(value)}`,
      title: `${JSON.stringify(value)} is 401 invalid_token`,
      refusal: badToken('malformed'),
      attempt: () => authorization(value),
    }),
  ),
  {
    id: 'OA-02 a tab before the token',
    title: 'a tab between scheme and token is no space',
    refusal: badToken('malformed'),
    attempt: (token) => authorization(`Bearer\t${token}`),
  },
  {
    id: 'OA-02 quoted',
    title: 'a token in quotes is none',
    refusal: badToken('malformed'),
    attempt: (token) => authorization(`Bearer "${token}"`),
  },
  {
    id: 'OA-29 in the query',
    title: 'a token in the query string is not looked at',
    refusal: noCredentials,
    attempt: (token) => ({ token: null, query: `?access_token=${token}` }),
  },
  {
    id: 'OA-29 in other headers',
    title: 'a token in any other header is not looked at',
    refusal: noCredentials,
    attempt: (token) => ({
      token: null,
      headers: [
        'Proxy-Authorization',
        'X-Authorization',
        'X-Forwarded-Authorization',
        'X-Access-Token',
        'X-Auth-Token',
        'X-Api-Key',
      ].map((name) => [name, `Bearer ${token}`] as const),
    }),
  },
  {
    id: 'OA-29 in a cookie',
    title: 'a token in a cookie is not looked at',
    refusal: noCredentials,
    attempt: (token) => ({
      token: null,
      headers: [['Cookie', `access_token=${token}; Authorization=Bearer ${token}`]],
    }),
  },
  {
    id: 'OA-30 the same header twice',
    title: 'two Authorization headers are 400',
    refusal: twoCredentials,
    attempt: (token) => authorization(`Bearer ${token}`, `Bearer ${token}`),
  },
  {
    id: 'OA-30 a right one and a wrong one',
    title: 'a second Authorization header does not replace the first',
    refusal: twoCredentials,
    attempt: (token) => authorization('Bearer x', `Bearer ${token}`),
  },
  {
    id: 'OA-30 another scheme first',
    title: 'two Authorization headers of two schemes are 400',
    refusal: twoCredentials,
    attempt: (token) => authorization('Basic dXNlcjpwYXNz', `Bearer ${token}`),
  },
  {
    id: 'OA-37 an identity by header',
    title: 'nobody is believed who only says who they are',
    refusal: noCredentials,
    attempt: () => ({ token: null, headers: spoofed }),
  },
];

const spoofed: NonNullable<Attempt['headers']> = [
  ['X-User-Id', 'root'],
  ['X-User', 'root'],
  ['X-Forwarded-User', 'root'],
  ['X-Forwarded-Email', 'root@example.com'],
  ['X-Authenticated-User', 'root'],
  ['X-Remote-User', 'root'],
  ['Remote-User', 'root'],
  ['X-Client-Id', 'root'],
  ['X-Tenant-Id', 'root'],
  ['X-Scopes', 'admin *'],
  ['X-Roles', 'admin'],
  ['X-Original-URL', '/openapi.json'],
  ['X-Rewrite-URL', '/openapi.json'],
  ['X-Forwarded-For', '127.0.0.1'],
  ['X-Forwarded-Host', 'localhost'],
  ['X-Forwarded-Proto', 'https'],
  ['X-HTTP-Method-Override', 'GET'],
];

/** Where credentials are looked for, and what they look like. */
export function credentialCases(resource: Resource): Case[] {
  const { path, context } = resource;
  const token = (world: World): string =>
    world.identity.token({ scopes: allScopes(world.blueprint) });
  return [
    ...tries.map(({ id, title, refusal, attempt }): Case => ({
      id: `identity/${id}`,
      title,
      run: (world) => expectRefused(world, resource, attempt(token(world)), refusal),
    })),
    {
      id: 'identity/OA-29 in a form',
      title: 'a token in a form is not looked at',
      async run(world) {
        const reply = await world.api.ask({
          method: 'POST',
          path,
          token: null,
          body: `access_token=${token(world)}`,
          mediaType: 'application/x-www-form-urlencoded',
        });
        expectProblem(reply, 401, 'unauthenticated');
        expect(reply.headers['www-authenticate']).toBe('Bearer');
      },
    },
    {
      id: 'identity/OA-31 scheme in any case',
      title: 'the name of the scheme may be written in any case',
      async run(world) {
        for (const scheme of ['bearer', 'BEARER', 'bEARER', 'Bearer ']) {
          const attempt = authorization(`${scheme} ${token(world)}`);
          expectStatus(await world.api.ask({ method: 'GET', path, ...attempt }), 200);
        }
      },
    },
    {
      id: 'identity/OA-32 a token over 8 KiB',
      title: 'a token of more than 8 KiB is 401, one of just 8 KiB is taken',
      async run(world) {
        const sized = (bytes: number): string => {
          const make = (filler: number): string =>
            world.identity.token({
              scopes: allScopes(world.blueprint),
              header: { x: 'x'.repeat(filler % 3) },
              claims: { filler: 'x'.repeat(filler) },
            });
          // Base64 writes three bytes as four: some lengths are met only by way of the header.
          for (let filler = Math.floor(((bytes - make(0).length) * 3) / 4) - 12; ; filler += 1) {
            const made = make(filler);
            if (made.length >= bytes) return made;
          }
        };
        const most = sized(8190);
        expect(most.length).toBeLessThanOrEqual(8192);
        expectStatus(await world.api.ask({ method: 'GET', path, token: most }), 200);
        await expectRefused(world, resource, { token: sized(8193) }, badToken('too-long'));
        await expectRefused(world, resource, { token: 'a'.repeat(9000) }, badToken('too-long'));
      },
    },
    {
      id: 'identity/OA-37 a token and other names',
      title: 'headers add nothing to what a token allows',
      async run(world) {
        const headers = spoofed;
        const read = world.identity.token({ scopes: [`${context.name}:read`] });
        expectStatus(await world.api.ask({ method: 'GET', path, token: read, headers }), 200);
        const none = world.identity.token({ scopes: [] });
        await expectRefused(world, resource, { token: none, headers }, (method) =>
          noScope(`${context.name}:${method === 'GET' ? 'read' : 'write'}`),
        );
      },
    },
    {
      id: 'identity/OA-01 HEAD',
      title: 'HEAD is refused as GET is, without a body',
      async run(world) {
        const missing = await world.api.ask({ method: 'HEAD', path, token: null });
        expectStatus(missing, 401);
        expect(missing.headers['www-authenticate']).toBe('Bearer');
        const bad = await world.api.ask({ method: 'HEAD', path, token: 'x' });
        expectStatus(bad, 401);
        expect(bad.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
        const poor = world.identity.token({ scopes: [`${context.name}:write`] });
        const denied = await world.api.ask({ method: 'HEAD', path, token: poor });
        expectStatus(denied, 403);
        expect(denied.headers['www-authenticate']).toBe(noScope(`${context.name}:read`).challenge);
        for (const { bytes } of [missing, bad, denied]) expect(bytes).toHaveLength(0);
      },
    },
  ];
}
