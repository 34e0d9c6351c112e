import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Admin } from './support/admin.ts';
import { Browser } from './support/browser.ts';
import { developerOf } from './support/developer.ts';
import { codeOf, registrationOf, RelyingParty } from './support/relying-party.ts';
import { opened, standIn, type StandIn } from './support/stand-in.ts';

const repository = inject('twoServices');
const developer = developerOf(repository);
const storefront = new RelyingParty(registrationOf(repository, 'storefront'));
const finance = new RelyingParty(registrationOf(repository, 'finance'));
const services: StandIn[] = [];

beforeAll(async () => {
  services.push(await standIn(storefront), await standIn(finance));
});
afterAll(() => Promise.all(services.map((service) => service.stop())));

test('every service is a client of its own, with the scopes of its contexts and the tenant', async () => {
  for (const [party, scope, other] of [
    [storefront, 'catalog:write', 'billing:read'],
    [finance, 'billing:read', 'catalog:write'],
  ] as const) {
    const { accessToken } = await party.signIn(developer, { scope: `openid ${scope}` });
    expect(opened(accessToken).claims).toMatchObject({
      aud: 'two-services',
      client_id: party.registration.clientId,
      scope: `openid ${scope}`,
      tenant: 'development',
    });
    const asked = party.authorizationUrl('v'.repeat(43), { scope: `openid ${other}` });
    const { leadsTo } = await new Browser().open(asked);
    expect(leadsTo?.searchParams.get('error')).toBe('invalid_scope');
  }
});

test('a service can neither be led back to the other, nor redeem its codes', async () => {
  const foreign = storefront.authorizationUrl('v'.repeat(43), {
    parameters: { redirect_uri: finance.redirectUri },
  });
  expect(await new Browser().open(foreign)).toMatchObject({ status: 400, leadsTo: null });

  const { callback, verifier } = await storefront.authorize(developer);
  const stolen = await finance.redeem(codeOf(callback), verifier, {
    redirect_uri: storefront.redirectUri,
  });
  expect(stolen).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

test('one sign-in serves both, and one logout is told to both', async () => {
  const browser = new Browser();
  const { accessToken } = await storefront.signIn(developer, {}, browser);
  // Without a password: nobody is asked for one again.
  await finance.signIn({ username: '', password: '' }, {}, browser);

  const before = services.map(({ logouts }) => logouts.length);
  const { sub } = opened(accessToken).claims;
  await new Admin(inject('shop')).ask('POST', `/two-services/users/${String(sub)}/logout`);
  for (const [index, party] of [storefront, finance].entries()) {
    const sent = await eventually(() => services[index]?.logouts[before[index] ?? 0], {
      what: `the logout token for ${party.registration.clientId}`,
    });
    expect(opened(sent.get('logout_token') ?? '').claims['aud']).toBe(party.registration.clientId);
  }
});

test('nobody changes the own tenant', async () => {
  const profile = await new Admin(inject('shop')).ask('GET', '/two-services/users/profile');
  expect(profile.object['attributes']).toContainEqual(
    expect.objectContaining({
      name: 'tenant',
      permissions: { view: ['admin'], edit: ['admin'] },
    }),
  );
});
