import { beforeAll, expect, test } from 'bun:test';
import { createIdentity, type Identity } from '../../src/identity/index.ts';
import { createTestTelemetry } from '../../src/telemetry/index.ts';
import {
  audience,
  createTestProvider,
  issuer,
  type TestProvider,
  type TokenChange,
} from './provider.ts';

let provider: TestProvider;
let identity: Identity;

beforeAll(async () => {
  provider = await createTestProvider();
  identity = createIdentity({
    issuer,
    audience,
    telemetry: createTestTelemetry(),
    fetch: provider.fetch,
  });
  await identity.start();
  return () => identity.stop();
});

const nowSeconds = () => Math.floor(Date.now() / 1000);

const accepted: readonly (readonly [name: string, change: () => TokenChange])[] = [
  ['as it should be', () => ({})],
  ['typ application/at+jwt', () => ({ header: { typ: 'application/at+jwt' } })],
  ['typ in capitals', () => ({ header: { typ: 'AT+JWT' } })],
  ['an audience among others', () => ({ claims: { aud: ['other', audience] } })],
  ['expired within the skew', () => ({ issuedAt: nowSeconds() - 610 })],
  ['issued a moment ahead', () => ({ issuedAt: nowSeconds() + 10 })],
  ['the longest lifetime', () => ({ lifetimeSeconds: 900 })],
  [
    'a key address of its own, which is not followed',
    () => ({ header: { jku: 'https://e.vil/' } }),
  ],
];

test.each(accepted)('accepts a token: %s', async (_name, change) => {
  expect(await identity.authenticate(await provider.token(change()))).toMatchObject({
    ok: true,
    value: { actor: { kind: 'user', id: 'jane', clientId: 'web' } },
  });
});

const refused: readonly (readonly [name: string, change: () => TokenChange])[] = [
  ['another issuer', () => ({ claims: { iss: `${issuer}/` } })],
  ['another audience', () => ({ claims: { aud: 'other' } })],
  ['no audience', () => ({ claims: { aud: undefined } })],
  ['no subject', () => ({ claims: { sub: undefined } })],
  ['an empty subject', () => ({ claims: { sub: '' } })],
  ['no client', () => ({ claims: { client_id: undefined } })],
  ['no jti', () => ({ claims: { jti: undefined } })],
  ['no expiry', () => ({ claims: { exp: undefined } })],
  ['no time of issue', () => ({ claims: { iat: undefined } })],
  ['expired beyond the skew', () => ({ issuedAt: nowSeconds() - 640 })],
  ['issued in the future', () => ({ issuedAt: nowSeconds() + 60 })],
  ['not valid yet', () => ({ claims: { nbf: nowSeconds() + 60 } })],
  ['a lifetime over 15 minutes', () => ({ lifetimeSeconds: 901 })],
  ['an ID token', () => ({ header: { typ: 'JWT' } })],
  ['no typ', () => ({ header: { typ: undefined } })],
  ['an unknown critical header', () => ({ header: { crit: ['x'], x: 1 } })],
];

test.each(refused)('refuses a token: %s', async (_name, change) => {
  const token = await provider.token(change()).catch(() => 'not signable');
  expect(await identity.authenticate(token)).toEqual({ ok: false, error: 'invalid-token' });
});

test('refuses a token whose payload was changed after signing', async () => {
  const [header, , signature] = (await provider.token()).split('.');
  const [, payload] = (await provider.token({ claims: { sub: 'root' } })).split('.');
  expect(await identity.authenticate([header, payload, signature].join('.'))).toEqual({
    ok: false,
    error: 'invalid-token',
  });
});

test('refuses a token without a signature', async () => {
  const [, payload] = (await provider.token()).split('.');
  for (const alg of ['none', 'None', 'HS256']) {
    const header = Buffer.from(JSON.stringify({ alg, typ: 'at+jwt' })).toString('base64url');
    expect(await identity.authenticate(`${header}.${payload}.`)).toEqual({
      ok: false,
      error: 'invalid-token',
    });
  }
});

test('takes a token whose subject is its client for a client', async () => {
  expect(
    await identity.authenticate(await provider.token({ claims: { sub: 'web' } })),
  ).toMatchObject({ ok: true, value: { actor: { kind: 'client', id: 'web' } } });
});

test('reads scopes as a list of words', async () => {
  const result = await identity.authenticate(
    await provider.token({ claims: { scope: 'a:read b' } }),
  );
  expect(result.ok && [...result.value.scopes]).toEqual(['a:read', 'b']);
});
