import { expect } from 'vitest';
import { type Attacker, startAttacker } from '../../../support/identity-provider/attacker.ts';
import type { OddKeys } from '../../../support/identity-provider/odd-keys.ts';
import type { TokenRequest } from '../../../support/identity-provider.ts';
import { type SigningKey, createSigningKey, publicJwk } from '../../../support/tokens.ts';
import { type Resource, allScopes } from '../../api.ts';
import type { Case } from '../../case.ts';
import { expectStatus } from '../../expectations.ts';
import type { World } from '../../world.ts';
import { badToken, expectRefused } from './refused.ts';

/** Ways to offer a key of one's own. */
const offers: Readonly<Record<string, (attacker: Attacker, world: World) => TokenRequest>> = {
  jku: ({ url }) => ({ header: { jku: `${url}/jwks` } }),
  'jku under a known key id': ({ url }, { identity }) => ({
    header: { jku: `${url}/jwks`, kid: identity.currentKey().id },
  }),
  'jku that begins as the issuer': ({ url }, { identity }) => ({
    header: { jku: `${identity.issuer}@${url.replace('http://', '')}/jwks` },
  }),
  x5u: ({ url }) => ({ header: { x5u: `${url}/certificate.pem` } }),
  jwk: ({ key }) => ({ header: { jwk: publicJwk(key) } }),
  'jwk under a known key id': ({ key }, { identity }) => ({
    header: {
      jwk: { ...publicJwk(key), kid: identity.currentKey().id },
      kid: identity.currentKey().id,
    },
  }),
  'jwk without a key id': ({ key }) => ({ header: { jwk: publicJwk(key), kid: undefined } }),
  x5c: ({ key }) => ({
    header: { x5c: [key.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')] },
  }),
  'an address for a key id': ({ url }) => ({ header: { kid: `${url}/jwks` } }),
  'an issuer of their own': ({ url }) => ({
    header: { jku: `${url}/jwks` },
    claims: { iss: url },
  }),
};

/** Keys of the provider's set that are not to be used, and one that is. */
const published: readonly (readonly [
  title: string,
  reason: string,
  request: (keys: OddKeys) => TokenRequest,
])[] = [
  ['a key for encryption', 'unknown-key', ({ encryption }) => ({ key: encryption })],
  ['an RSA key of 1024 bits', 'unusable-key', ({ weak }) => ({ key: weak })],
  ['a key of another curve', 'unknown-key', ({ foreignCurve }) => ({ key: foreignCurve })],
  ['a key for RS512', 'unknown-key', ({ otherAlgorithm }) => ({ key: otherAlgorithm })],
  [
    'a key for RS512, used for it',
    'algorithm',
    ({ otherAlgorithm }) => ({
      key: otherAlgorithm,
      header: { alg: 'RS512' },
      signWith: 'RS512',
    }),
  ],
  ['a key that verifies nothing', 'unknown-key', ({ otherOperation }) => ({ key: otherOperation })],
  ['the first key of a doubled id', 'ambiguous-key', ({ twins }) => ({ key: twins[0] })],
  ['the second key of a doubled id', 'ambiguous-key', ({ twins }) => ({ key: twins[1] })],
  ['a secret of the set', 'algorithm', () => ({ header: { alg: 'HS256', kid: 'symmetric' } })],
  ['half a key', 'unusable-key', () => ({ header: { kid: 'incomplete' } })],
  [
    'a key of an id that stands for another algorithm',
    'unknown-key',
    ({ elliptic }) => ({ header: { kid: elliptic.id } }),
  ],
];

/** Which keys are believed: those of the provider's set that are meant for it. */
export function keyCases(resource: Resource): Case[] {
  const { path } = resource;
  const token = (world: World, request: TokenRequest): string =>
    world.identity.token({ scopes: allScopes(world.blueprint), ...request });
  return [
    ...Object.entries(offers).map(([title, offer]): Case => ({
      id: `identity/OA-22 refuses ${title}`,
      title: `a key offered by ${title} is not used, and nobody goes to fetch one`,
      run: (world) =>
        attacked(async (attacker) => {
          const request = offer(attacker, world);
          const forged = token(world, { ...request, key: attacker.key });
          await expectRefused(world, resource, { token: forged }, badToken(ofAnyKey));
          expect(attacker.requests()).toEqual([]);
        }),
    })),
    {
      id: 'identity/OA-22 follows nothing',
      title: 'a right token may name other keys: nobody looks at them',
      run: (world) =>
        attacked(async ({ url, key, requests }) => {
          const header = { jku: `${url}/jwks`, x5u: `${url}/x`, jwk: publicJwk(key) };
          const right = token(world, { header });
          expectStatus(await world.api.ask({ method: 'GET', path, token: right }), 200);
          const forged = token(world, { header, claims: { jku: `${url}/jwks`, iss: url } });
          await expectRefused(world, resource, { token: forged }, badToken('issuer'));
          expect(requests()).toEqual([]);
        }),
    },
    {
      id: 'identity/OA-24 no key id',
      title: 'a token that names no key is not tried on all of them',
      async run(world) {
        const nameless = token(world, { header: { kid: undefined } });
        await expectRefused(world, resource, { token: nameless }, badToken('ambiguous-key'));
      },
    },
    ...published.map(([title, reason, request]): Case => ({
      id: `identity/OA-25 refuses ${title}`,
      title: `${title} signs no access token`,
      async run(world) {
        const signed = token(world, request(world.identity.oddKeys));
        await expectRefused(world, resource, { token: signed }, badToken(reason));
      },
    })),
    {
      id: 'identity/OA-25 takes ES256',
      title: 'a token signed by ES256 is taken, amid keys that cannot be used',
      async run(world) {
        const signed = token(world, { key: world.identity.oddKeys.elliptic });
        expectStatus(await world.api.ask({ method: 'GET', path, token: signed }), 200);
      },
    },
    {
      id: 'identity/OA-03 refuses ES256 signatures of others',
      title: 'an ES256 signature of zeros, of another key or in DER is none',
      async run(world) {
        const { elliptic } = world.identity.oddKeys;
        const other: SigningKey = { ...createSigningKey('ES256'), id: elliptic.id };
        const forged = token(world, { key: other });
        const [head, body] = token(world, { key: elliptic }).split('.');
        const zeros = `${head}.${body}.${Buffer.alloc(64).toString('base64url')}`;
        const der = `${head}.${body}.${Buffer.from('3006020101020101', 'hex').toString('base64url')}`;
        for (const each of [forged, zeros, der]) {
          await expectRefused(world, resource, { token: each }, badToken('signature'));
        }
      },
    },
  ];
}

/** The set may hold it under another id, hold several that fit, or none. */
const ofAnyKey = /^(unknown-key|ambiguous-key|signature)$/;

async function attacked(work: (attacker: Attacker) => Promise<void>): Promise<void> {
  const attacker = await startAttacker();
  try {
    await work(attacker);
  } finally {
    await attacker.stop();
  }
}
