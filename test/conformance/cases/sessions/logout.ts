import { expect } from 'vitest';
import { logoutToken } from '../../../support/identity-provider/logout-token.ts';
import type { TokenRequest } from '../../../support/identity-provider.ts';
import type { Reply } from '../../../support/http-client.ts';
import { createSigningKey } from '../../../support/tokens.ts';
import type { Resource } from '../../api.ts';
import { openBrowser, sessionCookie } from '../../browser.ts';
import type { Case } from '../../case.ts';
import { expectProblem, expectStatus } from '../../expectations.ts';
import { type World, withInstance } from '../../world.ts';
import { expectAudited, sessionCase } from './observing.ts';

const seconds = (): number => Math.floor(Date.now() / 1000);
const foreignKey = createSigningKey('RS256');

/** Logout tokens with one thing wrong each. */
const wrong: Readonly<Record<string, (world: World) => TokenRequest>> = {
  'the type at+jwt': () => ({ header: { typ: 'at+jwt' } }),
  'the type JWT': () => ({ header: { typ: 'JWT' } }),
  'another issuer': () => ({ claims: { iss: 'https://attacker.example' } }),
  'another audience': () => ({ claims: { aud: 'somebody-else' } }),
  'no audience': () => ({ claims: { aud: undefined } }),
  'no time of issue': () => ({ claims: { iat: undefined } }),
  'no expiry': () => ({ claims: { exp: undefined } }),
  'no jti': () => ({ claims: { jti: undefined } }),
  'no events': () => ({ claims: { events: undefined } }),
  'other events': () => ({ claims: { events: { 'http://example.org/other': {} } } }),
  'an event that is no object': () => ({
    claims: { events: { 'http://schemas.openid.net/event/backchannel-logout': 'yes' } },
  }),
  'a nonce': () => ({ claims: { nonce: 'x' } }),
  'neither subject nor session': () => ({ claims: { sub: undefined, sid: undefined } }),
  'an age of more than two minutes': () => ({
    claims: { iat: seconds() - 150, exp: seconds() + 60 },
  }),
  'an expiry in the past': () => ({ claims: { iat: seconds() - 100, exp: seconds() - 60 } }),
  'alg none': () => ({ header: { alg: 'none' }, signWith: 'none' }),
  'the signature of another key': (world) => ({
    key: { ...foreignKey, id: world.identity.currentKey().id },
  }),
};

const sendLogout = (world: World, token: string, api = world.api): Promise<Reply> =>
  api.ask({
    method: 'POST',
    path: '/auth/backchannel-logout',
    token: null,
    mediaType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams({ logout_token: token }).toString(),
  });

/** How sessions end when somebody wants them to. */
export function logoutCases({ path }: Resource): Case[] {
  return [
    sessionCase(
      'OB-14 logout',
      'a logout needs the header, ends the session at once, revokes its tokens, and says where to sign out for good',
      async (world, browser) => {
        await browser.signIn();
        const cookie = browser.cookies.get(sessionCookie) ?? '';
        expectProblem(await browser.ask('/auth/logout'), 405);
        const forged = await browser.ask('/auth/logout', { method: 'POST' });
        expectProblem(forged, 403, 'forged-request');
        expectStatus(await browser.ask(path), 200);

        const revocations = world.identity.signIn.revoked.size;
        const reply = await browser.ask('/auth/logout', {
          method: 'POST',
          headers: await browser.own(),
        });
        expectStatus(reply, 200);
        const end = new URL(String(reply.object.endSessionUrl));
        expect(end.origin + end.pathname).toBe(`${world.identity.issuer}/end-session`);
        expect(Object.fromEntries(end.searchParams)).toEqual({
          client_id: 'conformance',
          post_logout_redirect_uri: `${world.service.baseUrl}/`,
        });
        expect(browser.cookies.has(sessionCookie)).toBe(false);
        expect(world.identity.signIn.revoked.size).toBe(revocations + 1);
        await expectAudited(world, reply, [{ action: 'session.ended', reason: 'logout' }]);

        const old = openBrowser(world.api, new Map([[sessionCookie, cookie]]));
        expectProblem(await old.ask(path), 401);
      },
    ),
    sessionCase(
      'OB-14 provider down',
      'a logout works while the provider does not',
      async (world, browser) => {
        await browser.signIn();
        const headers = await browser.own();
        world.identity.behave('revoke', 'hang');
        const reply = await browser.ask('/auth/logout', {
          method: 'POST',
          headers,
          timeoutMs: 10_000,
        });
        expectStatus(reply, 200);
        expectProblem(await browser.ask('/auth/session'), 401);
      },
    ),
    sessionCase(
      'OB-14 no end session',
      'without an end_session_endpoint a logout has no address to go to',
      async (world) => {
        world.identity.announce({ end_session_endpoint: undefined });
        await withInstance(world, {}, async (_service, api) => {
          const browser = openBrowser(api);
          await browser.signIn();
          const reply = await browser.ask('/auth/logout', {
            method: 'POST',
            headers: await browser.own(),
          });
          expectStatus(reply, 200);
          expect(reply.object).toEqual({ endSessionUrl: null });
        });
      },
      60_000,
    ),
    ...Object.entries(wrong).map(([title, request]) =>
      sessionCase(
        `OB-15 logout token with ${title}`,
        `a logout token with ${title} is 400, ends nothing, and is audited`,
        async (world, browser) => {
          await browser.signIn();
          const named = { sub: 'user-1', sid: 'provider-session-1' };
          const token = logoutToken(world.identity, 'conformance', named, request(world));
          const reply = await sendLogout(world, token);
          expectProblem(reply, 400);
          await expectAudited(world, reply, [{ action: 'session.refused' }]);
          expectStatus(await browser.ask(path), 200);
        },
      ),
    ),
    sessionCase(
      'OB-15 by session',
      'a logout token ends the session it names and no other, once',
      async (world, browser) => {
        const { signIn } = world.identity;
        signIn.person.session = 'first';
        await browser.signIn();
        signIn.person.session = 'second';
        const other = openBrowser(world.api);
        await other.signIn();

        const token = logoutToken(world.identity, 'conformance', { sub: 'user-1', sid: 'first' });
        const reply = await sendLogout(world, token);
        expectStatus(reply, 200);
        expect(reply.headers['cache-control']).toBe('no-store');
        await expectAudited(world, reply, [{ action: 'session.ended', reason: 'back-channel' }]);
        expectProblem(await browser.ask(path), 401);
        expectStatus(await other.ask(path), 200);

        signIn.person.session = 'first';
        await browser.signIn();
        const replayed = await sendLogout(world, token);
        expectProblem(replayed, 400);
        await expectAudited(world, replayed, [{ action: 'session.refused' }]);
        expectStatus(await browser.ask(path), 200);
      },
    ),
    sessionCase(
      'OB-15 by subject',
      'a logout token without a session ends all of a subject, and of nobody else',
      async (world, browser) => {
        const { signIn } = world.identity;
        signIn.person.subject = 'bystander';
        const bystander = openBrowser(world.api);
        await bystander.signIn();
        Object.assign(signIn.person, { subject: 'leaver', session: 'a' });
        await browser.signIn();
        signIn.person.session = 'b';
        const other = openBrowser(world.api);
        await other.signIn();

        const reply = await sendLogout(
          world,
          logoutToken(world.identity, 'conformance', { sub: 'leaver' }),
        );
        expectStatus(reply, 200);
        await expectAudited(world, reply, [
          { action: 'session.ended', reason: 'back-channel' },
          { action: 'session.ended', reason: 'back-channel' },
        ]);
        for (const gone of [browser, other]) expectProblem(await gone.ask(path), 401);
        expectStatus(await bystander.ask(path), 200);
      },
    ),
    sessionCase(
      'OB-15 many',
      'what the provider has signed ends sessions also where all others are beyond the limit',
      async (world, browser) => {
        world.identity.signIn.person.subject = 'one-of-many';
        await browser.signIn();
        await withInstance(
          world,
          { RATE_LIMIT_AUTH: '2/60', RATE_LIMIT_WRITE: '2/60' },
          async (_one, api) => {
            const nobody = (): string =>
              logoutToken(world.identity, 'conformance', { sub: 'nobody' });
            for (let count = 1; count <= 4; count += 1) await sendLogout(world, 'made-up', api);
            expectProblem(await sendLogout(world, 'made-up', api), 429);
            for (let count = 1; count <= 4; count += 1) {
              expectStatus(await sendLogout(world, nobody(), api), 200);
            }
            const own = logoutToken(world.identity, 'conformance', { sub: 'one-of-many' });
            expectStatus(await sendLogout(world, own, api), 200);
            expectProblem(await sendLogout(world, own, api), 429);
          },
        );
        expectProblem(await browser.ask(path), 401);
      },
    ),
    sessionCase(
      'OB-15 forms',
      'back-channel logout takes a form with one logout_token',
      async (world) => {
        const ask = (body: string, mediaType: string | null): Promise<Reply> =>
          world.api.ask({
            method: 'POST',
            path: '/auth/backchannel-logout',
            token: null,
            mediaType,
            body,
          });
        const form = 'application/x-www-form-urlencoded';
        expectProblem(await ask('', form), 400);
        expectProblem(await ask('logout_token=x&logout_token=y', form), 400);
        expectProblem(await ask('logout_token=x', form), 400);
        expectProblem(await ask('{"logout_token":"x"}', 'application/json'), 415);
      },
    ),
  ];
}
