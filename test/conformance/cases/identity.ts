import { expect } from 'vitest';
import { kebab } from '../../../src/blueprint/names.ts';
import { type SigningKey, createSigningKey } from '../../support/tokens.ts';
import type { TokenRequest } from '../../support/identity-provider.ts';
import type { Reply } from '../../support/http-client.ts';
import { create, read } from '../acting.ts';
import { type Resource, allScopes } from '../api.ts';
import type { Case } from '../case.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { fullBody } from '../samples/fresh.ts';
import type { World } from '../world.ts';

const seconds = (): number => Math.floor(Date.now() / 1000);

/** Tokens with one thing wrong each. */
const bad: Readonly<Record<string, (world: World) => TokenRequest>> = {
  'another issuer': () => ({ claims: { iss: 'https://attacker.example' } }),
  'an issuer with a slash more': (world) => ({ claims: { iss: `${world.identity.issuer}/` } }),
  'no issuer': () => ({ claims: { iss: undefined } }),
  'another audience': () => ({ claims: { aud: 'https://other.example' } }),
  'no audience': () => ({ claims: { aud: undefined } }),
  'an expiry in the past': () => ({ claims: { iat: seconds() - 700, exp: seconds() - 100 } }),
  'no expiry': () => ({ claims: { exp: undefined } }),
  'no time of issue': () => ({ claims: { iat: undefined } }),
  'a time of issue in the future': () => ({
    claims: { iat: seconds() + 300, exp: seconds() + 600 },
  }),
  'a start in the future': () => ({ claims: { nbf: seconds() + 300 } }),
  'a lifetime over 900 s': () => ({ lifetimeSeconds: 901 }),
  'a lifetime of a day': () => ({ lifetimeSeconds: 86_400 }),
  'no subject': () => ({ claims: { sub: undefined } }),
  'no client': () => ({ claims: { client_id: undefined } }),
  'no jti': () => ({ claims: { jti: undefined } }),
  'the type JWT': () => ({ header: { typ: 'JWT' } }),
  'the type of an ID token': () => ({ header: { typ: undefined } }),
  'the type of a logout token': () => ({ header: { typ: 'logout+jwt' } }),
  'alg none': () => ({ header: { alg: 'none' }, signWith: 'none' }),
  'alg nOnE': () => ({ header: { alg: 'nOnE' }, signWith: 'none' }),
  'HS256 with the public key': () => ({ header: { alg: 'HS256' }, signWith: 'hmac-of-public-key' }),
  'RS512 with the right key': () => ({ header: { alg: 'RS512' }, signWith: 'RS512' }),
  'PS256 with the right key': () => ({ header: { alg: 'PS256' }, signWith: 'PS256' }),
  'the signature of another key': (world) => ({
    key: { ...foreign, id: world.identity.currentKey().id },
  }),
  'an unknown critical header': () => ({ header: { crit: ['x'], x: 1 } }),
  'an empty signature': () => ({ signWith: 'none' }),
};

/** Tokens that are unusual and right. */
const good: Readonly<Record<string, (world: World) => TokenRequest>> = {
  'one audience of several': (world) => ({
    claims: { aud: ['https://a.example', world.identity.audience] },
  }),
  'an expiry within the skew': () => ({ claims: { iat: seconds() - 300, exp: seconds() - 10 } }),
  'a time of issue within the skew': () => ({
    claims: { iat: seconds() + 10, exp: seconds() + 600 },
  }),
  'a lifetime of 900 s': () => ({ lifetimeSeconds: 900 }),
  'the type AT+JWT': () => ({ header: { typ: 'AT+JWT' } }),
  'the type application/at+jwt': () => ({ header: { typ: 'application/at+jwt' } }),
};

const foreign: SigningKey = createSigningKey('RS256');

/** Who may do what: the first part of section Identity. */
export function identityCases(resources: readonly Resource[]): Case[] {
  const [resource] = resources;
  if (resource === undefined) return [];
  const { path, aggregate } = resource;
  const asWith = async (world: World, request: TokenRequest): Promise<Reply> => {
    const token = world.identity.token({ scopes: allScopes(world.blueprint), ...request });
    return world.api.ask({ method: 'GET', path, token });
  };
  return [
    ...Object.entries(bad).map(([title, request]): Case => ({
      id: `identity/refuses ${title}`,
      title: `a token with ${title} is 401 invalid_token`,
      async run(world) {
        expectInvalidToken(await asWith(world, request(world)));
        // And it changes nothing.
        const token = world.identity.token({
          scopes: allScopes(world.blueprint),
          ...request(world),
        });
        const json = fullBody(aggregate);
        expectInvalidToken(await world.api.ask({ method: 'POST', path, json, token }));
      },
    })),
    ...Object.entries(good).map(([title, request]): Case => ({
      id: `identity/takes ${title}`,
      title: `a token with ${title} is taken`,
      async run(world) {
        expectStatus(await asWith(world, request(world)), 200);
      },
    })),
    ...['x', 'a.b.c', '..', 'e30.e30.', 'a'.repeat(9000)].map((token): Case => ({
      id: `identity/malformed ${token.slice(0, 10)}`,
      title: `the token ${token.slice(0, 10)} (${token.length} characters) is 401 invalid_token`,
      async run(world) {
        expectInvalidToken(await world.api.ask({ method: 'GET', path, token }));
      },
    })),
    {
      id: 'identity/scheme in any case',
      title: 'the name of the scheme may be written in any case',
      async run(world) {
        for (const scheme of ['bearer', 'BEARER']) {
          const reply = await world.api.ask({
            method: 'GET',
            path,
            token: null,
            headers: [['Authorization', `${scheme} ${world.api.token()}`]],
          });
          expectStatus(reply, 200);
        }
      },
    },
    {
      id: 'identity/other scheme',
      title: 'credentials of another scheme are no credentials of ours',
      async run(world) {
        const reply = await world.api.ask({
          method: 'GET',
          path,
          token: null,
          headers: [['Authorization', 'Basic dXNlcjpwYXNz']],
        });
        expectProblem(reply, 401);
        expect(reply.headers['www-authenticate']).toMatch(/^Bearer\b/);
      },
    },
    {
      id: 'identity/two headers',
      title: 'two Authorization headers are 400',
      async run(world) {
        const value = `Bearer ${world.api.token()}`;
        const reply = await world.api.ask({
          method: 'GET',
          path,
          token: null,
          headers: [
            ['Authorization', value],
            ['Authorization', value],
          ],
        });
        expectProblem(reply, 400);
      },
    },
    {
      id: 'identity/token in the query',
      title: 'a token in the query string is not looked at',
      async run(world) {
        const token = world.api.token();
        const reply = await world.api.ask({
          method: 'GET',
          path: `${path}?access_token=${token}`,
          token: null,
        });
        expectProblem(reply, 401);
      },
    },
    {
      id: 'identity/rotation',
      title: 'a new signing key is taken with one fetch, and the old one still works',
      async run(world) {
        const before = world.api.token();
        expectStatus(await world.api.ask({ method: 'GET', path, token: before }), 200);
        const fetched = world.identity.count('jwks');
        world.identity.rotate();
        const after = world.identity.token({ scopes: allScopes(world.blueprint) });
        expectStatus(await world.api.ask({ method: 'GET', path, token: after }), 200);
        expectStatus(await world.api.ask({ method: 'GET', path, token: before }), 200);
        expect(world.identity.count('jwks') - fetched).toBeLessThanOrEqual(1);
      },
    },
    ...resources.flatMap(scopeCases),
  ];
}

function scopeCases(resource: Resource): Case[] {
  const { context, name, path, aggregate } = resource;
  const step = aggregate.lifecycle?.transitions[0];
  const operations: readonly (readonly [string, string, string, 'read' | 'write'])[] = [
    ['list', 'GET', path, 'read'],
    ['read', 'GET', `${path}/{id}`, 'read'],
    ['create', 'POST', path, 'write'],
    ['change', 'PATCH', `${path}/{id}`, 'write'],
    ['remove', 'DELETE', `${path}/{id}`, 'write'],
    ...(step === undefined
      ? []
      : [[step.name, 'POST', `${path}/{id}/${kebab(step.name)}`, 'write'] as const]),
  ];
  return operations.flatMap(([operation, method, template, right]): Case[] => {
    const scope = `${context.name}:${right}`;
    const call = async (world: World, token: string | null): Promise<Reply> => {
      const created = await create(world, resource);
      const reply = await world.api.ask({
        method,
        path: template.replace('{id}', created.id),
        token,
        ...(['create', 'change'].includes(operation) ? { json: fullBody(aggregate) } : {}),
        headers: ['PATCH', 'DELETE'].includes(method) ? [['If-Match', created.etag]] : [],
      });
      if (reply.status < 400) return reply;
      expect((await read(world, created.path)).object, 'nothing happened').toEqual(created.body);
      return reply;
    };
    return [
      {
        id: `identity/${name}/${operation} without a token`,
        title: `${operation} without a token is 401 without an error code`,
        async run(world) {
          const reply = await call(world, null);
          expectProblem(reply, 401);
          expect(reply.headers['www-authenticate']).toMatch(/^Bearer( realm="[^"]*")?$/);
        },
      },
      {
        id: `identity/${name}/${operation} without its scope`,
        title: `${operation} without ${scope} is 403 and names it`,
        async run(world) {
          const others = allScopes(world.blueprint).filter((each) => each !== scope);
          for (const scopes of [others, [], [`${scope}x`], [`x${scope}`], [scope.toUpperCase()]]) {
            const reply = await call(world, world.identity.token({ scopes }));
            expectProblem(reply, 403);
            const challenge = reply.headers['www-authenticate'] ?? '';
            expect(challenge).toMatch(/^Bearer /);
            expect(challenge).toContain('error="insufficient_scope"');
            expect(challenge).toContain(`scope="${scope}"`);
          }
        },
      },
      {
        id: `identity/${name}/${operation} with its scope alone`,
        title: `${operation} needs no more than ${scope}`,
        async run(world) {
          const reply = await call(world, world.identity.token({ scopes: [scope] }));
          expect([401, 403], reply.text).not.toContain(reply.status);
        },
      },
    ];
  });
}

function expectInvalidToken(reply: Reply): void {
  expectProblem(reply, 401);
  expect(reply.headers['www-authenticate']).toMatch(
    /^Bearer (realm="[^"]*", ?)?error="invalid_token"(, ?error_description="[^"]*")?$/,
  );
}
