import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Admin } from './support/admin.ts';
import { Browser } from './support/browser.ts';
import { developerOf } from './support/developer.ts';
import { registrationOf, RelyingParty } from './support/relying-party.ts';
import { opened, standIn, type StandIn } from './support/stand-in.ts';

const shop = inject('shop');
const developer = developerOf(shop);
const party = new RelyingParty(registrationOf(shop, 'api'));
const { issuer, clientId, publicUrl } = party.registration;
let service: StandIn;

beforeAll(async () => {
  service = await standIn(party);
});
afterAll(() => service.stop());

test('a logout at Keycloak reaches the service by a logout token, and leads back to it', async () => {
  const browser = new Browser();
  const { accessToken, refreshToken } = await party.signIn(developer, {}, browser);
  const before = service.logouts.length;

  const end = new URL(party.endpoint('logout'));
  end.searchParams.set('client_id', clientId);
  end.searchParams.set('post_logout_redirect_uri', `${publicUrl}/`);
  const question = await browser.open(end.href);
  const page = await browser.submit(question, fieldsOf(question.html));
  expect(page.leadsTo?.href).toBe(`${publicUrl}/`);

  const sent = await eventually(() => service.logouts[before], { what: 'the logout token' });
  expect([...sent.keys()]).toEqual(['logout_token']);
  const { protectedHeader, payload } = await jwtVerify(
    sent.get('logout_token') ?? '',
    createRemoteJWKSet(new URL(party.endpoint('certs'))),
    { issuer, audience: clientId, typ: 'logout+jwt' },
  );
  const { sub, sid } = opened(accessToken).claims;
  expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'logout+jwt' });
  expect(payload).toEqual({
    iss: issuer,
    aud: clientId,
    sub,
    sid,
    typ: 'Logout',
    jti: expect.any(String),
    iat: expect.any(Number),
    exp: (payload.iat ?? 0) + 120,
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  });
  expect(await party.refresh(refreshToken)).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant' },
  });
});

test('a logout leads to no other address', async () => {
  for (const address of ['https://evil.example/', `${publicUrl}/elsewhere`]) {
    const end = new URL(party.endpoint('logout'));
    end.searchParams.set('client_id', clientId);
    end.searchParams.set('post_logout_redirect_uri', address);
    const page = await new Browser().open(end.href);
    expect(page).toMatchObject({ status: 400, leadsTo: null });
  }
});

test('an administrator who ends the sessions of a user ends them at the service', async () => {
  const { accessToken } = await party.signIn(developer);
  const before = service.logouts.length;
  const { sub, sid } = opened(accessToken).claims;
  await new Admin(shop).ask('POST', `/shop/users/${String(sub)}/logout`);
  await eventually(
    () =>
      service.logouts
        .slice(before)
        .some((sent) => opened(sent.get('logout_token') ?? '').claims['sid'] === sid) || undefined,
    { what: 'the logout token of this session' },
  );
});

function fieldsOf(html: string): Record<string, string> {
  const inputs = [...html.matchAll(/<input[^>]*>/g)].map(([input]) => input);
  return Object.fromEntries(
    inputs.flatMap((input) => {
      const name = /\sname="([^"]*)"/.exec(input)?.[1];
      return name === undefined ? [] : [[name, /\svalue="([^"]*)"/.exec(input)?.[1] ?? '']];
    }),
  );
}
