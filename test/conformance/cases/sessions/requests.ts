import { expect } from 'vitest';
import type { Reply } from '../../../support/http-client.ts';
import { sendRaw } from '../../../support/raw-http.ts';
import type { Resource } from '../../api.ts';
import { type Browser, type Visit, openBrowser, sessionCookie } from '../../browser.ts';
import type { Case } from '../../case.ts';
import { expectProblem, expectStatus } from '../../expectations.ts';
import { fullBody } from '../../samples/fresh.ts';
import type { World } from '../../world.ts';
import { age, expectAudited, sessionCase, sessionCount } from './observing.ts';

/** What a browser may do with its session, and what another page may not. */
export function requestCases({ path, aggregate }: Resource): Case[] {
  const countOf = async (browser: Browser): Promise<string> => {
    const reply = await browser.ask(path);
    expectStatus(reply, 200);
    return JSON.stringify(reply.json);
  };
  const forged: Readonly<
    Record<string, (world: World, token: string) => Visit & { readonly token?: never }>
  > = {
    'no header': () => ({ json: fullBody(aggregate) }),
    'no header and no body': () => ({}),
    'an empty header': () => ({ json: fullBody(aggregate), headers: [['X-CSRF-Token', '']] }),
    'a wrong header': () => ({
      json: fullBody(aggregate),
      headers: [['X-CSRF-Token', 'A'.repeat(43)]],
    }),
    'a header cut short': (_world, token) => ({
      json: fullBody(aggregate),
      headers: [['X-CSRF-Token', token.slice(0, -1)]],
    }),
    'a form': () => ({ body: 'a=b', mediaType: 'application/x-www-form-urlencoded' }),
    'plain text': () => ({ body: JSON.stringify(fullBody(aggregate)), mediaType: 'text/plain' }),
    'a body that is not JSON': () => ({ body: '{' }),
    'a foreign Origin': (_world, token) => ({
      json: fullBody(aggregate),
      headers: [
        ['X-CSRF-Token', token],
        ['Origin', 'https://attacker.example'],
      ],
    }),
    'the Origin null': (_world, token) => ({
      json: fullBody(aggregate),
      headers: [
        ['X-CSRF-Token', token],
        ['Origin', 'null'],
      ],
    }),
    'the own Origin and no header': (world) => ({
      json: fullBody(aggregate),
      headers: [['Origin', world.service.baseUrl]],
    }),
    'an Origin that begins like the own': (world, token) => ({
      json: fullBody(aggregate),
      headers: [
        ['X-CSRF-Token', token],
        ['Origin', `${world.service.baseUrl}.attacker.example`],
      ],
    }),
  };
  return [
    sessionCase(
      'requests',
      'a session reads without, and changes with, the header of its own pages',
      async (world, browser) => {
        await browser.signIn();
        expectStatus(await browser.ask(path), 200);
        const own = await browser.own();
        const created = await browser.ask(path, {
          method: 'POST',
          json: fullBody(aggregate),
          headers: [...own, ['Origin', world.service.baseUrl]],
        });
        expectStatus(created, 201, 202);
        const silent = await browser.ask(path, {
          method: 'POST',
          json: fullBody(aggregate),
          headers: own,
        });
        expectStatus(silent, 201, 202);
      },
    ),
    ...Object.entries(forged).map(([title, visit]) =>
      sessionCase(
        `OB-11 ${title}`,
        `a change made with the cookie and ${title} is 403 and changes nothing`,
        async (world, browser) => {
          await browser.signIn();
          const [[, token = ''] = []] = await browser.own();
          const before = await countOf(browser);
          const reply = await browser.ask(path, { method: 'POST', ...visit(world, token) });
          expectProblem(reply, 403, 'forged-request');
          await expectAudited(world, reply, [{ action: 'csrf.refused' }]);
          expect(await countOf(browser)).toBe(before);
        },
      ),
    ),
    sessionCase(
      'OB-11 the token of another session',
      'the header of one session is no good for another',
      async (world, browser) => {
        await browser.signIn();
        const other = openBrowser(world.api);
        await other.signIn();
        const reply = await browser.ask(path, {
          method: 'POST',
          json: fullBody(aggregate),
          headers: await other.own(),
        });
        expectProblem(reply, 403, 'forged-request');
      },
    ),
    sessionCase(
      'two credentials',
      'an access token together with the cookie is 400',
      async (world, browser) => {
        await browser.signIn();
        const reply = await browser.ask(path, {
          headers: [['Authorization', `Bearer ${world.api.token()}`]],
        });
        expectProblem(reply, 400);
        await expectAudited(world, reply, [{ action: 'authentication.refused' }]);
      },
    ),
    ...Object.entries({
      'no cookie': '',
      'a made-up cookie': `${sessionCookie}=${'B'.repeat(43)}`,
      'a cookie of rubbish': `${sessionCookie}='; DROP TABLE x --`,
      'an empty cookie': `${sessionCookie}=`,
      'two cookies': `${sessionCookie}=${'B'.repeat(43)}; ${sessionCookie}=${'C'.repeat(43)}`,
    }).map(([title, cookie]) =>
      sessionCase(`cookie ${title}`, `${title} is 401, audited once`, async (world) => {
        const headers = cookie === '' ? [] : [['Cookie', cookie] as const];
        for (const [method, target] of [
          ['GET', path],
          ['GET', '/auth/session'],
          ['POST', '/auth/logout'],
        ] as const) {
          const reply = await world.api.ask({ method, path: target, token: null, headers });
          expectProblem(reply, 401);
          expect(reply.headers['www-authenticate']).toMatch(/^Bearer/);
          const missing = title === 'no cookie' || title === 'two cookies';
          await expectAudited(world, reply, [
            { action: missing ? 'authentication.missing' : 'authentication.refused' },
          ]);
        }
      }),
    ),
    ...(
      [
        ['idle', "last_seen_at = now() - interval '30 minutes 1 second'"],
        ['expired', "ends_at = now() - interval '1 second', last_seen_at = now()"],
      ] as const
    ).map(([reason, changes]) =>
      sessionCase(
        `OB-10 ${reason}`,
        `a session that is ${reason} is 401 from then on, and its end is audited`,
        async (world, browser) => {
          await browser.signIn();
          expectStatus(await browser.ask(path), 200);
          await age(world, changes);
          const before = await sessionCount(world);
          const reply = await browser.ask(path);
          expectProblem(reply, 401);
          await expectAudited(world, reply, [
            { action: 'session.ended', reason },
            { action: 'authentication.refused' },
          ]);
          expect(await sessionCount(world)).toBeLessThan(before);
          expectProblem(await browser.ask(path), 401);
        },
      ),
    ),
    sessionCase(
      'OB-10 busy',
      'a request keeps a session from being idle, and nothing keeps it beyond ten hours',
      async (world, browser) => {
        await browser.signIn();
        const ends = String((await browser.ask('/auth/session')).object.expiresAt);
        await age(world, "last_seen_at = now() - interval '29 minutes'");
        expectStatus(await browser.ask(path), 200);
        const [row] = await world.query(
          `SELECT bool_and(last_seen_at > now() - interval '1 minute') AS seen FROM _security.sessions
           WHERE subject = 'user-1' AND last_seen_at > now() - interval '20 minutes'`,
        );
        expect(row?.['seen']).toBe(true);
        expect(String((await browser.ask('/auth/session')).object.expiresAt)).toBe(ends);
      },
    ),
    sessionCase(
      'scopes',
      'a session may do what its access token may, and no more',
      async (world, browser) => {
        world.identity.signIn.mistakes = { accessToken: { claims: { scope: 'other:read' } } };
        await browser.signIn();
        const reply = await browser.ask(path);
        expectProblem(reply, 403, 'insufficient-scope');
        await expectAudited(world, reply, [{ action: 'access.denied' }]);
      },
    ),
    sessionCase(
      'OB-18 no proxy',
      'nobody is led elsewhere: no path, encoding or absolute address reaches another host',
      async (world, browser) => {
        await browser.signIn();
        const asked = world.identity.count('discovery') + world.identity.count('jwks');
        const provider = new URL(world.identity.issuer);
        for (const target of [
          `/auth/proxy?url=${provider.href}jwks`,
          '/auth/..%2f..%2fjwks',
          '/auth/%2e%2e/jwks',
          `/auth/${provider.href}jwks`,
          '/auth/session/../../jwks',
        ]) {
          const reply: Reply = await browser.ask(target);
          expectProblem(reply, 404);
        }
        const raw = await sendRaw(
          world.service.baseUrl,
          `GET ${provider.href}jwks HTTP/1.1\r\nHost: ${provider.host}\r\nConnection: close\r\n` +
            `Cookie: ${sessionCookie}=${browser.cookies.get(sessionCookie) ?? ''}\r\n\r\n`,
        );
        expect(raw.text).not.toContain('"kty"');
        expect(world.identity.count('discovery') + world.identity.count('jwks')).toBe(asked);
      },
    ),
  ];
}
