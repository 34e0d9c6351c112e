import { expect } from 'vitest';
import type { TokenRequest } from '../../../support/identity-provider.ts';
import type { Mistakes } from '../../../support/identity-provider/sign-in.ts';
import { type SigningKey, createSigningKey } from '../../../support/tokens.ts';
import { loginCookie, openBrowser } from '../../browser.ts';
import type { Case } from '../../case.ts';
import { expectStatus } from '../../expectations.ts';
import type { World } from '../../world.ts';
import { expectAudited, expectRefusedCallback, sessionCase, sessionCount } from './observing.ts';

const foreignKey: SigningKey = createSigningKey('RS256');
const past = (): number => Math.floor(Date.now() / 1000) - 3600;

/** ID tokens with one thing wrong each. */
const wrongIdTokens: Readonly<Record<string, (world: World) => TokenRequest>> = {
  'OB-03 another nonce': () => ({ claims: { nonce: 'A'.repeat(43) } }),
  'OB-03 no nonce': () => ({ claims: { nonce: undefined } }),
  'OB-04 another audience': () => ({ claims: { aud: 'somebody-else' } }),
  'OB-04 two audiences, for another party': () => ({
    claims: { aud: ['conformance', 'somebody-else'], azp: 'somebody-else' },
  }),
  'OB-04 another issuer': () => ({ claims: { iss: 'https://attacker.example' } }),
  'OB-04 alg none': () => ({ header: { alg: 'none' }, signWith: 'none' }),
  'OB-04 HS256 with the public key': () => ({
    header: { alg: 'HS256' },
    signWith: 'hmac-of-public-key',
  }),
  'OB-04 RS512': () => ({ header: { alg: 'RS512' }, signWith: 'RS512' }),
  'OB-04 the signature of another key': (world) => ({
    key: { ...foreignKey, id: world.identity.currentKey().id },
  }),
  'OB-04 no signature': () => ({ signWith: 'none' }),
  'OB-04 an expiry in the past': () => ({ claims: { iat: past() - 60, exp: past() } }),
  'OB-04 no subject': () => ({ claims: { sub: undefined } }),
};

const mistakes: Readonly<Record<string, (world: World) => Mistakes>> = {
  ...Object.fromEntries(
    Object.entries(wrongIdTokens).map(([title, idToken]) => [
      `an ID token with ${title}`,
      (world: World): Mistakes => ({ idToken: idToken(world) }),
    ]),
  ),
  'no ID token (OB-04)': () => ({ idToken: null }),
  'an access token for another audience': () => ({
    accessToken: { claims: { aud: 'https://other.example' } },
  }),
  'an access token of a day': () => ({ accessToken: { lifetimeSeconds: 86_400 } }),
  'an access token of type JWT': () => ({ accessToken: { header: { typ: 'JWT' } } }),
};

/** What comes back from the provider, or pretends to. */
export function callbackCases(): Case[] {
  return [
    ...Object.entries(mistakes).map(([title, mistake]) =>
      sessionCase(
        `callback with ${title}`,
        `a provider that gives ${title} signs nobody in`,
        async (world, browser) => {
          const before = await sessionCount(world);
          world.identity.signIn.mistakes = mistake(world);
          const reply = await browser.ask(await browser.comeBack(await browser.login()));
          await expectRefusedCallback(world, browser, reply);
          expect(await sessionCount(world)).toBe(before);
        },
      ),
    ),
    ...Object.entries({
      'another iss (OB-05)': { callbackIssuer: 'https://attacker.example' },
      'an iss with a slash more (OB-05)': { callbackIssuer: 'slash' },
      'no iss (OB-05)': { callbackIssuer: null },
      'an error in place of a code': { callbackError: 'access_denied' },
    } satisfies Record<string, Mistakes>).map(([title, mistake]) =>
      sessionCase(
        `callback with ${title}`,
        `a callback with ${title} is refused before any code is exchanged`,
        async (world, browser) => {
          const slash = 'callbackIssuer' in mistake && mistake.callbackIssuer === 'slash';
          world.identity.signIn.mistakes = slash
            ? { callbackIssuer: `${world.identity.issuer}/` }
            : mistake;
          const asked = world.identity.count('token');
          const reply = await browser.ask(await browser.comeBack(await browser.login()));
          await expectRefusedCallback(world, browser, reply);
          expect(world.identity.count('token')).toBe(asked);
        },
      ),
    ),
    ...Object.entries<(back: string) => string>({
      'another state': (back) => back.replace(/state=[^&]+/, `state=${'A'.repeat(43)}`),
      'no state': (back) => back.replace(/&state=[^&]+/, ''),
      'two states': (back) => `${back}&state=x`,
      'an empty state': (back) => back.replace(/state=[^&]+/, 'state='),
      nothing: () => '/auth/callback',
    }).map(([title, change]) =>
      sessionCase(
        `OB-02 callback with ${title}`,
        `a callback with ${title} is refused, and the provider is asked nothing`,
        async (world, browser) => {
          const back = await browser.comeBack(await browser.login());
          const asked = world.identity.count('token');
          const reply = await browser.ask(change(back));
          await expectRefusedCallback(world, browser, reply);
          expect(world.identity.count('token')).toBe(asked);
        },
      ),
    ),
    sessionCase(
      'OB-02 another browser',
      'the callback of one browser is refused to another, with or without a login of its own, and stays good for the first',
      async (world, browser) => {
        const back = await browser.comeBack(await browser.login());
        const bare = openBrowser(world.api);
        await expectRefusedCallback(world, bare, await bare.ask(back));
        const other = openBrowser(world.api);
        await other.login();
        await expectRefusedCallback(world, other, await other.ask(back));
        expectStatus(await browser.ask(back), 302);
      },
    ),
    sessionCase(
      'OB-02 replay',
      'a callback counts once, also for the browser that it was for (OB-07)',
      async (world, browser) => {
        const back = await browser.comeBack(await browser.login());
        const cookie = browser.cookies.get(loginCookie) ?? '';
        expectStatus(await browser.ask(back), 302);
        const asked = world.identity.count('token');
        const thief = openBrowser(world.api, new Map([[loginCookie, cookie]]));
        await expectRefusedCallback(world, thief, await thief.ask(back));
        expect(world.identity.count('token')).toBe(asked);
        expectStatus(await browser.ask('/auth/session'), 200);
      },
    ),
    sessionCase(
      'OB-07 stolen code',
      'the code of one login is refused in the callback of another',
      async (world, browser) => {
        const stolen = new URL(await browser.comeBack(await browser.login()), 'http://x');
        const thief = openBrowser(world.api);
        const own = new URL(await thief.comeBack(await thief.login()), 'http://x');
        own.searchParams.set('code', stolen.searchParams.get('code') ?? '');
        const reply = await thief.ask(own.pathname + own.search);
        await expectRefusedCallback(world, thief, reply);
      },
    ),
    sessionCase(
      'started',
      'a sign-in is audited with who it is, in the transaction that makes the session',
      async (world, browser) => {
        const reply = await browser.signIn();
        await expectAudited(world, reply, [{ action: 'session.started' }]);
        const shown = await browser.ask('/auth/session');
        expectStatus(shown, 200);
        expect(shown.object).toEqual({
          authenticated: true,
          subject: 'user-1',
          csrfToken: expect.stringMatching(/^[\w-]{22,}$/),
          expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        });
        const end = Date.parse(String(shown.object.expiresAt)) - Date.now();
        expect(end).toBeGreaterThan(0);
        expect(end).toBeLessThanOrEqual(10 * 3_600_000);
      },
    ),
    sessionCase(
      'rotated signing key',
      'a sign-in right after the provider has changed its signing key works',
      async (world, browser) => {
        world.identity.rotate();
        await browser.signIn();
        expectStatus(await browser.ask('/auth/session'), 200);
      },
    ),
  ];
}
