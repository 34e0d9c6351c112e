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
const unavailable = { ok: false, error: 'unavailable' } as const;
const invalidToken = { ok: false, error: 'invalid-token' } as const;

test('is not ready, and blames nobody, before the keys were ever fetched', async () => {
  provider.behaviour = 'fails';
  await identity.start();
  expect(identity.ready()).toBe(false);
  expect(await identity.authenticate(await issuedNow())).toEqual(unavailable);
  expect(await identity.authenticate('nonsense')).toEqual(unavailable);
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
  expect(await identity.authenticate(old)).toEqual(invalidToken);
});

test.each(['answers', 'fails'] as const)(
  'asks at most twice in 30 s for made-up key ids while the provider %s',
  async (behaviour) => {
    await identity.start();
    provider.behaviour = behaviour;
    const before = provider.keyFetches();
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const token = await provider.token({ header: { kid: `made-up-${attempt}` } });
      expect(await identity.authenticate(token)).toEqual(invalidToken);
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
  provider.behaviour = 'fails';
  now += 59 * minute;
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

test('a token is refused once it has expired, however often it was accepted before', async () => {
  await identity.start();
  const token = await issuedNow();
  expect((await identity.authenticate(token)).ok).toBe(true);
  now += 11 * minute;
  expect(await identity.authenticate(token)).toEqual(invalidToken);
});

test('a discovery document about another issuer is not used', async () => {
  const stranger = createIdentity({
    issuer: 'https://stranger.example',
    audience,
    telemetry: createTestTelemetry(),
    fetch: () => Promise.resolve(Response.json({ issuer, jwks_uri: `${issuer}/keys` })),
  });
  await stranger.start();
  expect(stranger.ready()).toBe(false);
  stranger.stop();
});
