import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { send } from '../support/http-client.ts';
import { developerOf } from './support/developer.ts';
import {
  assertionOf,
  codeOf,
  registrationOf,
  RelyingParty,
  tokensOf,
  type Answer,
} from './support/relying-party.ts';
import { opened, standIn, type StandIn } from './support/stand-in.ts';

const shop = inject('shop');
const developer = developerOf(shop);
const party = new RelyingParty(registrationOf(shop, 'api'));
const { issuer, clientId } = party.registration;
let service: StandIn;

beforeAll(async () => {
  service = await standIn(party);
});
afterAll(() => service.stop());

describe('an access token', () => {
  test('is an RFC 9068 one for the services alone, of at most 15 minutes, with what was asked for', async () => {
    const { accessToken } = await party.signIn(developer, { scope: 'openid catalog:read' });
    const keys = createRemoteJWKSet(new URL(party.endpoint('certs')));
    const { protectedHeader, payload } = await jwtVerify(accessToken, keys, { issuer });
    expect(protectedHeader).toMatchObject({ typ: 'at+jwt', alg: 'RS256' });
    expect(payload).toMatchObject({ aud: 'shop', client_id: clientId });
    expect(payload.sub).toMatch(/^[0-9a-f-]{36}$/);
    expect(payload.jti).toMatch(/.{16}/);
    expect((payload.exp ?? Infinity) - (payload.iat ?? 0)).toBeLessThanOrEqual(900);
    expect(String(payload['scope']).split(' ').toSorted()).toEqual(['catalog:read', 'openid']);
    for (const personal of ['email', 'name', 'preferred_username', 'realm_access'])
      expect(payload).not.toHaveProperty(personal);
  });

  test('is nothing that an ID token or a refresh token could be taken for', async () => {
    const { idToken, refreshToken } = await party.signIn(developer);
    for (const [token, audience] of [
      [idToken, clientId],
      [refreshToken, issuer],
    ] as const) {
      const { header, claims } = opened(token);
      expect(header['typ']).toBe('JWT');
      expect(claims['aud']).toBe(audience);
      expect(claims).not.toHaveProperty('client_id');
    }
  });

  test('has another id each time', async () => {
    const first = await party.signIn(developer);
    const second = tokensOf(await party.refresh(first.refreshToken));
    expect(opened(first.accessToken).claims['jti']).not.toBe(
      opened(second.accessToken).claims['jti'],
    );
  });
});

describe('a code', () => {
  test('needs its verifier', async () => {
    const { callback } = await party.authorize(developer);
    expectRefused(await party.redeem(codeOf(callback), 'w'.repeat(43)), 'invalid_grant');
    const again = await party.authorize(developer);
    expectRefused(await party.redeem(codeOf(again.callback), undefined), 'invalid_grant');
  });

  test('needs its redirect address', async () => {
    const { callback, verifier } = await party.authorize(developer);
    const elsewhere = { redirect_uri: `${party.redirectUri}/more` };
    expectRefused(await party.redeem(codeOf(callback), verifier, elsewhere), 'invalid_grant');
  });

  test('is good once, and a second use ends what the first one gave', async () => {
    const { callback, verifier } = await party.authorize(developer);
    const tokens = tokensOf(await party.redeem(codeOf(callback), verifier));
    expect(await isActive(tokens.accessToken)).toBe(true);
    expectRefused(await party.redeem(codeOf(callback), verifier), 'invalid_grant');
    expect(await isActive(tokens.accessToken)).toBe(false);
    expectRefused(await party.refresh(tokens.refreshToken), 'invalid_grant');
  });
});

describe('a refresh token', () => {
  test('is replaced at every use, and ends with the session', async () => {
    const first = await party.signIn(developer, { scope: 'openid catalog:read' });
    const second = tokensOf(await party.refresh(first.refreshToken));
    const third = tokensOf(await party.refresh(second.refreshToken));
    expect(new Set([first, second, third].map((each) => each.refreshToken)).size).toBe(3);
    const { exp, iat } = opened(third.refreshToken).claims;
    expect(Number(exp) - Number(iat)).toBeLessThanOrEqual(1_800);
    expect(opened(third.accessToken).claims['scope']).toBe('openid catalog:read');
  });

  test('that is used again ends the whole family', async () => {
    const first = await party.signIn(developer);
    const second = tokensOf(await party.refresh(first.refreshToken));
    expect(await isActive(second.accessToken)).toBe(true);
    expectRefused(await party.refresh(first.refreshToken), 'invalid_grant');
    expectRefused(await party.refresh(second.refreshToken), 'invalid_grant');
    expect(await isActive(second.accessToken)).toBe(false);
  });

  test('is worth nothing once it is revoked', async () => {
    const { refreshToken } = await party.signIn(developer);
    const revoked = await party.post('revoke', { ...(await party.proof()), token: refreshToken });
    expect(revoked.status).toBe(200);
    expectRefused(await party.refresh(refreshToken), 'invalid_grant');
  });

  test('gives no scope that was not granted', async () => {
    const { refreshToken } = await party.signIn(developer, { scope: 'openid catalog:read' });
    const more = await party.token({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      scope: 'openid catalog:read catalog:write',
    });
    const scope = more.status === 200 ? opened(tokensOf(more).accessToken).claims['scope'] : '';
    expect(scope).not.toContain('catalog:write');
  });
});

describe('the client of the service', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['the password grant', { grant_type: 'password', ...developer }],
    ['client credentials', { grant_type: 'client_credentials' }],
    [
      'the device grant',
      { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: 'x' },
    ],
    ['CIBA', { grant_type: 'urn:openid:params:grant-type:ciba', auth_req_id: 'x' }],
    [
      'UMA',
      { grant_type: 'urn:ietf:params:oauth:grant-type:uma-ticket', audience: 'shop-api-bff' },
    ],
  ])('is refused %s', async (_, parameters) => {
    expectRefused(await party.token(parameters));
  });

  test.each([
    ['token exchange', 'urn:ietf:params:oauth:grant-type:token-exchange'],
    ['the assertion grant', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
  ])('is refused %s', async (_, grant) => {
    const { accessToken } = await party.signIn(developer);
    expectRefused(
      await party.token({
        grant_type: grant,
        assertion: accessToken,
        subject_token: accessToken,
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      }),
    );
  });

  test('cannot begin a device or a back-channel sign-in', async () => {
    expectRefused(await party.post('auth/device', await party.proof()));
    const asked = { ...(await party.proof()), login_hint: 'developer', scope: 'openid' };
    expectRefused(await party.post('ext/ciba/auth', asked));
  });

  test('proves who it is by its key, and by nothing else', async () => {
    const { refreshToken } = await party.signIn(developer);
    const grant = { grant_type: 'refresh_token', refresh_token: refreshToken };
    const claims = {
      iss: clientId,
      sub: clientId,
      aud: issuer,
      jti: randomUUID(),
      exp: Math.floor(Date.now() / 1000) + 60,
    };
    const [key] = (await party.publicKeys()).keys;
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const forged = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: key?.kid ?? '' })
      .sign(stranger);
    const keyAsSecret = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: key?.kid ?? '' })
      .sign(Buffer.from(JSON.stringify(key)));
    for (const proof of [
      { client_id: clientId },
      { client_id: clientId, client_secret: 'secret' },
      { client_id: clientId, ...assertionOf(new UnsecuredJWT(claims).encode()) },
      { client_id: clientId, ...assertionOf(forged) },
      { client_id: clientId, ...assertionOf(keyAsSecret) },
    ]) {
      expectRefused(await party.post('token', { ...grant, ...proof }), 'invalid_client');
    }
    const basic = Buffer.from(`${clientId}:secret`).toString('base64');
    expectRefused(await party.post('token', grant, [['Authorization', `Basic ${basic}`]]));
    // Nobody who was refused has used the token up.
    expect((await party.refresh(refreshToken)).status).toBe(200);
  });

  test('proves it anew each time', async () => {
    const proof = await party.proof();
    const { refreshToken } = await party.signIn(developer);
    const grant = { grant_type: 'refresh_token', refresh_token: refreshToken };
    expect((await party.post('token', { ...grant, ...proof })).status).toBe(200);
    expectRefused(await party.post('token', { ...grant, ...proof }), 'invalid_client');
  });
});

/** Whether the provider itself still takes it. */
async function isActive(accessToken: string): Promise<boolean> {
  const reply = await send({
    method: 'GET',
    url: party.endpoint('userinfo'),
    headers: [['Authorization', `Bearer ${accessToken}`]],
  });
  expect([200, 401]).toContain(reply.status);
  return reply.status === 200;
}

function expectRefused({ status, body }: Answer, error?: string): void {
  expect(status, JSON.stringify(body)).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(body).toHaveProperty('error', error ?? expect.any(String));
  expect(body).not.toHaveProperty('access_token');
}
