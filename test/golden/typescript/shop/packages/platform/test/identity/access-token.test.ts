import { beforeAll, expect, test } from 'bun:test';
import { createIdentity, type Identity } from '../../src/identity/index.ts';
import type { TokenFault } from '../../src/identity/token-fault.ts';
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

const refusedFor = (fault: TokenFault) => ({ ok: false, error: fault }) as const;
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

const refused: readonly (readonly [name: string, fault: TokenFault, change: () => TokenChange])[] =
  [
    ['another issuer', 'issuer', () => ({ claims: { iss: `${issuer}/` } })],
    ['an issuer in capitals', 'issuer', () => ({ claims: { iss: issuer.toUpperCase() } })],
    ['a list of issuers', 'issuer', () => ({ claims: { iss: [issuer] } })],
    ['no issuer', 'issuer', () => ({ claims: { iss: undefined } })],
    ['another audience', 'audience', () => ({ claims: { aud: 'other' } })],
    ['no audience', 'audience', () => ({ claims: { aud: undefined } })],
    [
      'audiences that are no strings',
      'audience',
      () => ({ claims: { aud: [1, null, [audience]] } }),
    ],
    ['no subject', 'claims', () => ({ claims: { sub: undefined } })],
    ['an empty subject', 'claims', () => ({ claims: { sub: '' } })],
    ['a subject that is a number', 'claims', () => ({ claims: { sub: 7 } })],
    ['a subject that no index holds', 'claims', () => ({ claims: { sub: 'x'.repeat(256) } })],
    ['a subject with U+0000', 'claims', () => ({ claims: { sub: 'jane\0' } })],
    ['a subject of two lines', 'claims', () => ({ claims: { sub: 'jane\nroot' } })],
    ['half a surrogate pair', 'claims', () => ({ claims: { sub: '\ud83d' } })],
    ['a client with an escape', 'claims', () => ({ claims: { client_id: '\u001b[2J' } })],
    ['no client', 'claims', () => ({ claims: { client_id: undefined } })],
    ['no jti', 'claims', () => ({ claims: { jti: undefined } })],
    ['no expiry', 'claims', () => ({ claims: { exp: undefined } })],
    ['an expiry that is a text', 'claims', () => ({ claims: { exp: String(nowSeconds() + 60) } })],
    ['no time of issue', 'claims', () => ({ claims: { iat: undefined } })],
    ['expired beyond the skew', 'expired', () => ({ issuedAt: nowSeconds() - 640 })],
    ['an expiry before the epoch', 'expired', () => ({ claims: { exp: -1 } })],
    ['issued in the future', 'not-yet-valid', () => ({ issuedAt: nowSeconds() + 60 })],
    ['not valid yet', 'not-yet-valid', () => ({ claims: { nbf: nowSeconds() + 60 } })],
    ['a lifetime over 15 minutes', 'lifetime', () => ({ lifetimeSeconds: 901 })],
    ['an expiry that never comes', 'lifetime', () => ({ claims: { exp: 1e300 } })],
    [
      'an end before its beginning',
      'lifetime',
      () => ({ claims: { iat: nowSeconds() + 20, exp: nowSeconds() + 10 } }),
    ],
    ['an ID token', 'type', () => ({ header: { typ: 'JWT' } })],
    ['no typ', 'type', () => ({ header: { typ: undefined } })],
    ['an unknown critical header', 'critical-header', () => ({ header: { crit: ['x'], x: 1 } })],
    ['a key id that nobody knows', 'unknown-key', () => ({ header: { kid: '../key-1' } })],
  ];

test.each(refused)('refuses a token: %s (%s)', async (_name, fault, change) => {
  const token = await provider.token(change());
  expect(await identity.authenticate(token)).toEqual(refusedFor(fault));
});

test('refuses a token whose payload was changed after signing', async () => {
  const [header, , signature] = (await provider.token()).split('.');
  const [, payload] = (await provider.token({ claims: { sub: 'root' } })).split('.');
  expect(await identity.authenticate([header, payload, signature].join('.'))).toEqual(
    refusedFor('signature'),
  );
});

test('refuses a token without a signature', async () => {
  const [, payload] = (await provider.token()).split('.');
  for (const alg of ['none', 'None', 'HS256']) {
    const header = Buffer.from(JSON.stringify({ alg, typ: 'at+jwt' })).toString('base64url');
    expect(await identity.authenticate(`${header}.${payload}.`)).toEqual(refusedFor('algorithm'));
  }
});

test('refuses what is no token, and what is longer than any', async () => {
  for (const token of ['x', 'a.b.c', 'e30.e30.']) {
    expect(await identity.authenticate(token)).toEqual(refusedFor('malformed'));
  }
  expect(await identity.authenticate('a'.repeat(8193))).toEqual(refusedFor('too-long'));
});

test('takes names of any script', async () => {
  const token = await provider.token({
    claims: { sub: 'Jürgen 株式会社 🙂', exp: nowSeconds() + 60.5 },
  });
  expect(await identity.authenticate(token)).toMatchObject({
    ok: true,
    value: { actor: { id: 'Jürgen 株式会社 🙂' } },
  });
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

test('finds no scope in a list, nor between other white space', async () => {
  for (const scope of [['a:read'], 'a:read\tb', 7, null]) {
    const result = await identity.authenticate(await provider.token({ claims: { scope } }));
    expect(result.ok && result.value.scopes.has('a:read')).toBe(false);
  }
});
