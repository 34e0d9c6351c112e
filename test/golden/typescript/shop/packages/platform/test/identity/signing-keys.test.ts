import { beforeEach, expect, test } from 'bun:test';
import { createIdentity, type Identity } from '../../src/identity/index.ts';
import { createTestTelemetry } from '../../src/telemetry/index.ts';
import { audience, createTestProvider, issuer, type TestProvider } from './provider.ts';

const minute = 60_000;

let provider: TestProvider;
let identity: Identity;
let now: number;

beforeEach(async () => {
  provider = await createTestProvider();
  now = Date.now();
  identity = createIdentity({
    issuer,
    audience,
    telemetry: createTestTelemetry(),
    fetch: provider.fetch,
    now: () => now,
  });
  return () => identity.stop();
});

const issuedNow = () => provider.token({ issuedAt: Math.floor(now / 1000) });
/** Made without a key: a flood of them costs its sender nothing either. */
function unsigned(kid: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'at+jwt', kid }));
  return `${header.toString('base64url')}.e30.AAAA`;
}

const unavailable = { ok: false, error: 'unavailable' } as const;
const unknownKey = { ok: false, error: 'unknown-key' } as const;

test('is not ready, and blames nobody, before the keys were ever fetched', async () => {
  provider.behaviour = 'fails';
  await identity.start();
  expect(identity.ready()).toBe(false);
  expect(await identity.authenticate(await issuedNow())).toEqual(unavailable);
  expect(await identity.authenticate('nonsense')).toEqual(unavailable);
});

test('takes no keys from an address that anybody on the way could answer for', async () => {
  provider.keysAddress = provider.keysAddress.replace('https:', 'http:');
  await identity.start();
  expect(identity.ready()).toBe(false);
  expect(provider.keyFetches()).toBe(0);
});

test('picks up a new key with one fetch', async () => {
  await identity.start();
  await provider.rotate();
  const tokens = await Promise.all(Array.from({ length: 20 }, issuedNow));
  const results = await Promise.all(tokens.map((token) => identity.authenticate(token)));
  expect(results.every(({ ok }) => ok)).toBe(true);
  expect(provider.keyFetches()).toBe(2);
});

test('stops accepting a key that the provider withdrew', async () => {
  await identity.start();
  const old = await issuedNow();
  expect((await identity.authenticate(old)).ok).toBe(true);
  await provider.rotate();
  provider.forgetOldest();
  expect((await identity.authenticate(await issuedNow())).ok).toBe(true);
  expect(await identity.authenticate(old)).toEqual(unknownKey);
});

test.each(['answers', 'fails'] as const)(
  'asks at most twice in 30 s for made-up key ids while the provider %s',
  async (behaviour) => {
    await identity.start();
    provider.behaviour = behaviour;
    const before = provider.keyFetches();
    for (let attempt = 0; attempt < 1000; attempt += 1) {
      expect(await identity.authenticate(unsigned(`made-up-${attempt}`))).toEqual(unknownKey);
    }
    expect(provider.keyFetches() - before).toBeLessThanOrEqual(2);
    now += minute;
    provider.behaviour = 'answers';
    await provider.rotate();
    expect((await identity.authenticate(await issuedNow())).ok).toBe(true);
  },
);

test('survives an outage of the provider for an hour', async () => {
  await identity.start();
  // The outage may begin just before the keys would have been fetched again.
  now += 5 * minute - 1;
  provider.behaviour = 'fails';
  now += 60 * minute;
  expect((await identity.authenticate(await issuedNow())).ok).toBe(true);
  expect(identity.ready()).toBe(true);
  now += 2 * minute;
  expect(await identity.authenticate(await issuedNow())).toEqual(unavailable);
  expect(identity.ready()).toBe(false);
});

test('a provider that hangs holds up nobody whose key is known', async () => {
  await identity.start();
  provider.behaviour = 'hangs';
  void identity.authenticate(await provider.token({ header: { kid: 'made-up' } }));
  expect((await identity.authenticate(await issuedNow())).ok).toBe(true);
});

test('is ready again by the first keys it gets after an outage', async () => {
  await identity.start();
  provider.behaviour = 'fails';
  now += 66 * minute;
  expect(identity.ready()).toBe(false);
  provider.behaviour = 'answers';
  await identity.start();
  expect((await identity.authenticate(await issuedNow())).ok).toBe(true);
});

test('guesses at no key where two have the same id', async () => {
  await identity.start();
  await provider.rotate('key-1');
  await identity.authenticate(unsigned('made-up'));
  expect(await identity.authenticate(await issuedNow())).toEqual({
    ok: false,
    error: 'ambiguous-key',
  });
});

test("keys that cannot be used stand in nobody else's way", async () => {
  await identity.start();
  provider.publish({ kty: 'oct', kid: 'secret', k: 'AAAA', alg: 'ES256' });
  provider.publish({ kty: 'EC', crv: 'P-256', kid: 'broken', x: '', y: '', alg: 'ES256' });
  const refusedBy = async (kid: string) => identity.authenticate(unsigned(kid));
  expect(await refusedBy('secret')).toEqual(unknownKey);
  expect(await refusedBy('broken')).toEqual({ ok: false, error: 'unusable-key' });
  expect((await identity.authenticate(await issuedNow())).ok).toBe(true);
});

test('a token is refused once it has expired, however often it was accepted before', async () => {
  await identity.start();
  const token = await issuedNow();
  expect((await identity.authenticate(token)).ok).toBe(true);
  now += 11 * minute;
  expect(await identity.authenticate(token)).toEqual({ ok: false, error: 'expired' });
});

const megabyte = ' '.repeat(1024 * 1024);
const documents = { issuer, jwks_uri: `${issuer}/keys`, keys: [] };

const wrong: readonly (readonly [name: string, answer: () => Response])[] = [
  ['names another issuer', () => Response.json({ issuer: 'x', jwks_uri: `${issuer}/keys` })],
  ['names no address of its keys', () => Response.json({ issuer })],
  ['answers nonsense', () => new Response('<html>')],
  ['answers a list', () => Response.json([])],
  ['publishes keys that are no set', () => Response.json({ ...documents, keys: 'none' })],
  ['publishes keys that are none', () => Response.json({ ...documents, keys: [null] })],
  ['fails', () => Response.json(documents, { status: 500 })],
  ['answers megabytes', () => new Response(JSON.stringify(documents) + megabyte)],
];

test.each(wrong)('is not ready while the provider %s', async (_name, answer) => {
  const requests: RequestInit[] = [];
  const misled = createIdentity({
    issuer,
    audience,
    telemetry: createTestTelemetry(),
    fetch: (_address, options) => {
      requests.push(options);
      return Promise.resolve(answer());
    },
  });
  await misled.start();
  misled.stop();
  expect(misled.ready()).toBe(false);
  expect(requests.length).toBeGreaterThan(0);
  expect(requests.every(({ redirect }) => redirect === 'error')).toBe(true);
});
