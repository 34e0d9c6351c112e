import { expect } from 'vitest';
import { createHash } from 'node:crypto';
import { allScopes } from '../../api.ts';
import { loginCookie, openBrowser, sessionCookie, setCookies } from '../../browser.ts';
import type { Case } from '../../case.ts';
import { expectProblem, expectStatus } from '../../expectations.ts';
import { withInstance } from '../../world.ts';
import { expectAudited, sessionCase, sessionCount } from './observing.ts';

const origin = 'https://attacker.example';
const foreign = [
  '//attacker.example',
  '///attacker.example',
  '/\\attacker.example',
  '\\\\attacker.example',
  'https:attacker.example',
  'https://attacker.example/',
  '/%2fattacker.example',
  '/%5cattacker.example',
  '%2f%2fattacker.example',
  '/%252f/attacker.example',
  '/.//attacker.example',
  '/x/..//attacker.example',
  '/\t/attacker.example',
  '/\n/attacker.example',
  ' /x',
  '/x\u0000',
  'user@attacker.example',
  '//user:password@attacker.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '',
  'x',
  `/${'a'.repeat(4000)}`,
];

/** How a sign-in begins. */
export function loginCases(): Case[] {
  return [
    sessionCase(
      'OB-01 request',
      'a login asks the provider for a code, with PKCE, state and nonce of its own, and no more scopes than there are',
      async (world, browser) => {
        const { signIn } = world.identity;
        const replies = [await browser.login(), await openBrowser(world.api).login()];
        const asked = replies.map((reply) => {
          expectStatus(reply, 302);
          const address = new URL(reply.headers['location'] ?? '');
          expect(address.origin + address.pathname).toBe(`${world.identity.issuer}/authorize`);
          return address.searchParams;
        });
        for (const parameters of asked) {
          expect(Object.fromEntries(parameters)).toMatchObject({
            response_type: 'code',
            client_id: 'conformance',
            redirect_uri: `${world.service.baseUrl}/auth/callback`,
            code_challenge_method: 'S256',
            code_challenge: expect.stringMatching(/^[\w-]{43}$/),
            state: expect.stringMatching(/^[\w-]{22,}$/),
            nonce: expect.stringMatching(/^[\w-]{22,}$/),
          });
          expect((parameters.get('scope') ?? '').split(' ').toSorted()).toEqual(
            ['openid', ...allScopes(world.blueprint)].toSorted(),
          );
        }
        for (const name of ['state', 'nonce', 'code_challenge']) {
          expect(asked[0]?.get(name), name).not.toBe(asked[1]?.get(name));
        }

        const [login] = replies;
        if (login === undefined) throw new Error('no login');
        const back = await browser.ask(await browser.comeBack(login));
        expectStatus(back, 302);
        const form = signIn.tokenForms.at(-1)?.form;
        const verifier = form?.get('code_verifier') ?? '';
        expect(verifier).toMatch(/^[\w.~-]{43,128}$/);
        expect(createHash('sha256').update(verifier).digest('base64url')).toBe(
          asked[0]?.get('code_challenge'),
        );
        expect(form?.get('redirect_uri')).toBe(`${world.service.baseUrl}/auth/callback`);
        for (const { reply } of world.api.exchanges.slice(-3)) {
          expect(JSON.stringify(reply.headers) + reply.text).not.toContain(verifier);
        }
      },
    ),
    sessionCase(
      'OB-19 login cookie',
      'the cookie of a login is Lax, lives ten minutes at most, and is gone after the callback, good or bad',
      async (_world, browser) => {
        const login = await browser.login();
        const [cookie] = setCookies(login);
        expect(cookie).toMatchObject({
          name: loginCookie,
          value: expect.stringMatching(/^[\w-]{22,}$/),
          attributes: { path: '/', secure: '', httponly: '', samesite: 'Lax' },
        });
        expect(Number(cookie?.attributes['max-age'])).toBeGreaterThan(0);
        expect(Number(cookie?.attributes['max-age'])).toBeLessThanOrEqual(600);
        expect(cookie?.attributes).not.toHaveProperty('domain');

        expectProblem(await browser.ask('/auth/callback?code=x&state=y'), 400);
        expect(browser.cookies.has(loginCookie)).toBe(false);
        await browser.signIn();
        expect(browser.cookies.has(loginCookie)).toBe(false);
      },
    ),
    sessionCase(
      'OB-19 late callback',
      'a login that took longer than ten minutes is refused',
      async (world, browser) => {
        const back = await browser.comeBack(await browser.login());
        await world.query("UPDATE _security.logins SET expires_at = now() - interval '1 second'");
        const reply = await browser.ask(back);
        expectProblem(reply, 400);
        await expectAudited(world, reply, [{ action: 'session.refused' }]);
      },
    ),
    sessionCase(
      'OB-08 session cookie',
      'the cookie of a session is a __Host- cookie: Secure, HttpOnly, SameSite=Strict, for all paths and no domain',
      async (_world, browser) => {
        const reply = await browser.signIn();
        const cookies = setCookies(reply).filter(({ name }) => name === sessionCookie);
        expect(cookies).toHaveLength(1);
        const [cookie] = cookies;
        expect(cookie?.value).toMatch(/^[\w-]{43,}$/);
        expect(cookie?.attributes).toMatchObject({
          path: '/',
          secure: '',
          httponly: '',
          samesite: 'Strict',
        });
        expect(cookie?.attributes).not.toHaveProperty('domain');
        expect((reply.headers['set-cookie'] ?? '').length).toBeLessThanOrEqual(4096);
        expect(reply.headers['cache-control']).toBe('no-store');
      },
    ),
    sessionCase(
      'OB-09 fixation',
      'a session that was planted before the login is not the one after it, and the former one ends',
      async (world, browser) => {
        const planted = 'A'.repeat(43);
        browser.cookies.set(sessionCookie, planted);
        await browser.signIn();
        const first = browser.cookies.get(sessionCookie);
        expect(first).not.toBe(planted);
        const attacker = openBrowser(world.api, new Map([[sessionCookie, planted]]));
        expectProblem(await attacker.ask('/auth/session'), 401);

        const again = await browser.signIn();
        expect(browser.cookies.get(sessionCookie)).not.toBe(first);
        await expectAudited(world, again, [
          { action: 'session.ended', reason: 'replaced' },
          { action: 'session.started' },
        ]);
        const former = openBrowser(world.api, new Map([[sessionCookie, first ?? '']]));
        expectProblem(await former.ask('/auth/session'), 401);
        expectStatus(await browser.ask('/auth/session'), 200);
      },
    ),
    sessionCase(
      'OB-16 own addresses',
      'after a login the browser goes where it wanted to within the service',
      async (world, browser) => {
        for (const path of ['/', '/v1/x?a=b%20c&d=//e#f', '/a%20b', '/orders/1?next=https://x']) {
          const reply = await browser.signIn(path);
          const target = new URL(reply.headers['location'] ?? '', world.service.baseUrl);
          expect(target.href).toBe(world.service.baseUrl + path);
        }
        const home = await browser.signIn();
        expect(new URL(home.headers['location'] ?? '', world.service.baseUrl).href).toBe(
          `${world.service.baseUrl}/`,
        );
      },
    ),
    ...foreign.map((returnTo) =>
      sessionCase(
        `OB-16 returnTo ${JSON.stringify(returnTo).slice(0, 40)}`,
        `a login that would lead to ${JSON.stringify(returnTo).slice(0, 40)} is 400`,
        async (world, browser) => {
          const before = world.identity.count('authorize');
          const reply = await browser.login(returnTo);
          expectProblem(reply, 400);
          expect(reply.headers).not.toHaveProperty('location');
          expect(reply.headers).not.toHaveProperty('set-cookie');
          expect(world.identity.count('authorize')).toBe(before);
        },
      ),
    ),
    sessionCase('OB-16 twice', 'two returnTo are 400', async (_world, browser) => {
      const reply = await browser.ask(
        `/auth/login?returnTo=/x&returnTo=${encodeURIComponent(`${origin}/`)}`,
      );
      expectProblem(reply, 400);
    }),
    sessionCase(
      'OB-06 another issuer',
      'a provider whose discovery document names another issuer is not gone to',
      async (world) => {
        await withInstance(world, {}, async (_service, api) => {
          world.identity.announce({ issuer: 'https://attacker.example' });
          const reply = await openBrowser(api).login();
          expectProblem(reply, 503);
          expect(reply.headers['retry-after']).toMatch(/^\d+$/);
          expect(reply.headers).not.toHaveProperty('location');
        });
      },
      60_000,
    ),
    sessionCase(
      'no session before the callback',
      'a login alone signs nobody in',
      async (world, browser) => {
        const before = await sessionCount(world);
        await browser.comeBack(await browser.login());
        expectProblem(await browser.ask('/auth/session'), 401);
        expect(await sessionCount(world)).toBe(before);
      },
    ),
  ];
}
