import { readFileSync } from 'node:fs';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { Admin } from './support/admin.ts';
import { Browser } from './support/browser.ts';
import { developerOf } from './support/developer.ts';
import { enter, registrationOf, RelyingParty, textOf } from './support/relying-party.ts';
import { opened, standIn, type StandIn } from './support/stand-in.ts';

const shop = inject('shop');
const admin = new Admin(shop);
const party = new RelyingParty(registrationOf(shop, 'api'));
let service: StandIn;

beforeAll(async () => {
  service = await standIn(party);
});
afterAll(() => service.stop());

test('nobody has a password that can be read in the repository', () => {
  const users = readFileSync(path.join(shop.folder, 'ops/keycloak/users.json'), 'utf8');
  const realm = readFileSync(path.join(shop.folder, 'ops/keycloak/realm.json'), 'utf8');
  expect([...users.matchAll(/"value": "([^"]*)"/g)].map(([, value]) => value)).toEqual([
    '${DEVELOPER_PASSWORD}',
  ]);
  expect(realm).not.toContain('"credentials"');
  expect(realm).not.toContain('"secret"');
  expect(developerOf(shop).password).toMatch(/^[0-9a-f]{48}$/);
});

test('a user without roles signs in, and may do nothing', async () => {
  const password = randomBytes(16).toString('hex');
  await admin.addUser('shop', 'newcomer', password);
  const { accessToken } = await party.signIn(
    { username: 'newcomer', password },
    { scope: 'openid catalog:read catalog:write' },
  );
  expect(opened(accessToken).claims['scope']).toBe('openid');
});

test('a short password is refused', async () => {
  await expect(admin.addUser('shop', 'careless', 'short')).rejects.toThrow(/400/);
});

test('who guesses passwords is stopped, and then even the right one is refused', async () => {
  const password = randomBytes(16).toString('hex');
  const id = await admin.addUser('shop', 'victim', password);
  const attempt = (guess: string) =>
    enter(new Browser(), party.authorizationUrl('v'.repeat(43)), {
      username: 'victim',
      password: guess,
    });
  for (let guesses = 0; guesses < 10; guesses += 1) {
    const page = await attempt(`guess ${guesses}`);
    expect(page.leadsTo, textOf(page)).toBeNull();
  }
  const state = await admin.ask('GET', `/shop/attack-detection/brute-force/users/${id}`);
  expect(state.object['disabled']).toBe(true);
  const page = await attempt(password);
  expect(page.leadsTo, 'signed in while locked').toBeNull();
});

test('what happens is recorded, and kept for 90 days', async () => {
  await party.signIn(developerOf(shop));
  const kept = await admin.ask('GET', '/shop/events?type=LOGIN&max=1');
  expect(kept.json).toMatchObject([{ type: 'LOGIN', clientId: party.registration.clientId }]);
  const settings = await admin.ask('GET', '/shop/events/config');
  expect(settings.object).toMatchObject({
    eventsEnabled: true,
    eventsExpiration: 90 * 86_400,
    adminEventsEnabled: true,
  });
});
