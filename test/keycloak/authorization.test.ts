import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { send } from '../support/http-client.ts';
import { Browser } from './support/browser.ts';
import { developerOf } from './support/developer.ts';
import { RelyingParty, registrationOf, textOf, type Asked } from './support/relying-party.ts';
import { standIn, type StandIn } from './support/stand-in.ts';

const shop = inject('shop');
const party = new RelyingParty(registrationOf(shop, 'api'));
const { issuer } = party.registration;
let service: StandIn;

beforeAll(async () => {
  service = await standIn(party);
});
afterAll(() => service.stop());

describe('signing in', () => {
  test('leads back to the exact address, with the code, the state and the issuer (RFC 9207)', async () => {
    const { callback } = await party.authorize(developerOf(shop), {
      parameters: { state: 'a state' },
    });
    expect(`${callback.origin}${callback.pathname}`).toBe(party.redirectUri);
    expect(callback.searchParams.get('iss')).toBe(issuer);
    expect(callback.searchParams.get('state')).toBe('a state');
    expect(callback.searchParams.get('code')).toMatch(/.{20}/);
    expect(callback.hash).toBe('');
  });

  test.each<[string, NonNullable<Asked['parameters']>, string]>([
    [
      'without PKCE',
      { code_challenge: undefined, code_challenge_method: undefined },
      'invalid_request',
    ],
    ['with plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    [
      'with a PKCE method left to the default',
      { code_challenge_method: undefined },
      'invalid_request',
    ],
    ['by the implicit flow', { response_type: 'token' }, 'unauthorized_client'],
    ['by the implicit flow for an ID token', { response_type: 'id_token' }, 'unauthorized_client'],
    ['by a hybrid flow', { response_type: 'code id_token' }, 'unauthorized_client'],
    ['by a hybrid flow with a token', { response_type: 'code token' }, 'unauthorized_client'],
    ['for offline access', { scope: 'openid offline_access' }, 'invalid_scope'],
    ['for a scope that nobody knows', { scope: 'openid catalog:readx' }, 'invalid_scope'],
  ])('is refused %s', async (_, parameters, error) => {
    const page = await new Browser().open(party.authorizationUrl('v'.repeat(43), { parameters }));
    const { leadsTo } = page;
    expect(leadsTo, textOf(page)).not.toBeNull();
    const answer = new URLSearchParams(leadsTo?.search || leadsTo?.hash.slice(1));
    expect(answer.get('error')).toBe(error);
    expect(answer.get('iss')).toBe(issuer);
    for (const given of ['code', 'access_token', 'id_token']) expect(answer.has(given)).toBe(false);
  });

  const exact = new URL(party.redirectUri);
  test.each([
    ['a path below', `${exact.href}/more`],
    ['a suffix', `${exact.href}x`],
    ['a query', `${exact.href}?next=elsewhere`],
    ['a wildcard', `${exact.origin}/*`],
    ['a way around', `${exact.origin}/auth/../auth/callback`],
    ['an encoded path', `${exact.origin}/auth%2Fcallback`],
    ['another port', 'http://127.0.0.1:1/auth/callback'],
    ['no port', 'http://127.0.0.1/auth/callback'],
    ['another name of the host', `http://localhost:${exact.port}/auth/callback`],
    ['another host', 'https://evil.example/auth/callback'],
    ['a host with ours as its user', `http://127.0.0.1:${exact.port}@evil.example/auth/callback`],
    ['another scheme', `https://${exact.host}/auth/callback`],
    ['the root', `${exact.origin}/`],
    ['none', undefined],
  ])('leads nowhere but there: %s', async (_, redirect) => {
    const page = await new Browser().open(
      party.authorizationUrl('v'.repeat(43), { parameters: { redirect_uri: redirect } }),
    );
    expect(page.leadsTo).toBeNull();
    expect(page.status).toBe(400);
    expect(page.html).not.toContain('name="password"');
  });
});

test('strangers cannot register a client', async () => {
  const reply = await send({
    method: 'POST',
    url: `${issuer}/clients-registrations/openid-connect`,
    headers: [['Content-Type', 'application/json']],
    body: JSON.stringify({ redirect_uris: ['https://evil.example/callback'] }),
  });
  expect([401, 403]).toContain(reply.status);
});

test('the discovery document has what the service looks for', async () => {
  const reply = await send({ method: 'GET', url: `${issuer}/.well-known/openid-configuration` });
  expect(reply.object).toMatchObject({
    issuer,
    authorization_endpoint: party.endpoint('auth'),
    token_endpoint: party.endpoint('token'),
    jwks_uri: party.endpoint('certs'),
    revocation_endpoint: party.endpoint('revoke'),
    end_session_endpoint: party.endpoint('logout'),
    authorization_response_iss_parameter_supported: true,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
  });
  expect(reply.object['code_challenge_methods_supported']).toContain('S256');
  expect(reply.object['token_endpoint_auth_methods_supported']).toContain('private_key_jwt');
  expect(reply.object['token_endpoint_auth_signing_alg_values_supported']).toContain('ES256');
});
