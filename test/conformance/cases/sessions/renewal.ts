import { expect } from 'vitest';
import type { Resource } from '../../api.ts';
import type { Case } from '../../case.ts';
import { expectProblem, expectStatus } from '../../expectations.ts';
import { withInstance } from '../../world.ts';
import { expectAudited, expireAccess, age, sessionCase, sessionCount } from './observing.ts';

/** Access tokens run out under sessions that go on. */
export function renewalCases({ path }: Resource): Case[] {
  return [
    sessionCase(
      'OB-12 renewal',
      '20 requests at once on two replicas with an expired access token renew it once, and all are served',
      async (world, browser) => {
        await withInstance(
          world,
          { PUBLIC_URL: world.service.baseUrl },
          async (_service, replica) => {
            await browser.signIn();
            const other = browser.at(replica);
            expectStatus(await other.ask(path), 200);
            for (let round = 1; round <= 3; round += 1) {
              await expireAccess(world);
              world.identity.signIn.delayMs = 400;
              const before = world.identity.count('token');
              const replies = await Promise.all(
                Array.from({ length: 20 }, (_, index) =>
                  (index % 2 === 0 ? browser : other).ask(path),
                ),
              );
              expect(replies.map(({ status }) => status)).toEqual(
                Array.from({ length: 20 }, () => 200),
              );
              expect(world.identity.count('token') - before).toBe(1);
            }
            expectStatus(await browser.ask(path), 200);
            expectStatus(await other.ask(path), 200);
          },
        );
      },
      90_000,
    ),
    sessionCase(
      'OB-12 fresh token',
      'a token with minutes to live is not renewed',
      async (world, browser) => {
        await browser.signIn();
        const before = world.identity.count('token');
        for (let request = 1; request <= 5; request += 1) {
          expectStatus(await browser.ask(path), 200);
        }
        expect(world.identity.count('token')).toBe(before);
      },
    ),
    sessionCase(
      'OB-12 dead replica',
      'a renewal that a dead replica began is taken over',
      async (world, browser) => {
        await browser.signIn();
        await expireAccess(world);
        await age(world, "renewed_by = 'dead', renewed_until = now() + interval '2 seconds'");
        const before = world.identity.count('token');
        expectStatus(await browser.ask(path), 200);
        expect(world.identity.count('token') - before).toBe(1);
      },
    ),
    sessionCase(
      'OB-13 reuse',
      'where the refresh token was used by somebody else, the session ends, audited, and the provider is not asked again',
      async (world, browser) => {
        await browser.signIn();
        const before = await sessionCount(world);
        world.identity.signIn.steal();
        await expireAccess(world);
        const replies = await Promise.all([1, 2, 3, 4].map(() => browser.ask(path)));
        for (const reply of replies) expectProblem(reply, 401);
        expect(await sessionCount(world)).toBe(before - 1);
        const [ended] = await world.query(
          `SELECT actor_id, details->>'reason' AS reason FROM _security.audit_log
           WHERE action = 'session.ended' ORDER BY position DESC LIMIT 1`,
        );
        expect(ended).toEqual({ actor_id: 'user-1', reason: 'refresh-refused' });
        const asked = world.identity.count('token');
        expectProblem(await browser.ask(path), 401);
        expect(world.identity.count('token')).toBe(asked);
      },
    ),
    sessionCase(
      'renewed for another',
      'a renewal that brings the token of somebody else ends the session',
      async (world, browser) => {
        await browser.signIn();
        await expireAccess(world);
        world.identity.signIn.mistakes = { accessToken: { claims: { sub: 'somebody-else' } } };
        const reply = await browser.ask(path);
        expectProblem(reply, 401);
        await expectAudited(world, reply, [
          { action: 'session.ended', reason: 'refresh-refused' },
          { action: 'authentication.refused' },
        ]);
      },
    ),
  ];
}
