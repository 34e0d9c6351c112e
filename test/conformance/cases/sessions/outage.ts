import { expect } from 'vitest';
import type { Resource } from '../../api.ts';
import { openBrowser } from '../../browser.ts';
import type { Case } from '../../case.ts';
import { expectProblem, expectStatus } from '../../expectations.ts';
import { withInstance } from '../../world.ts';
import { expireAccess, sessionCase } from './observing.ts';

/** Signing in, and being signed in, while the provider is not there. */
export function signInOutageCases({ path }: Resource): Case[] {
  return [
    ...(['fail', 'hang', 'nonsense'] as const).map((behaviour) =>
      sessionCase(
        `provider discovery ${behaviour}`,
        `a login is 503 within ten seconds while discovery does: ${behaviour}; then it works`,
        async (world) => {
          await withInstance(world, {}, async (_service, api) => {
            world.identity.behave('discovery', behaviour);
            const reply = await openBrowser(api).ask('/auth/login', { timeoutMs: 10_000 });
            expectProblem(reply, 503);
            expect(reply.headers['retry-after']).toMatch(/^\d+$/);
            world.identity.behave('discovery', 'answer');
            expectStatus(await openBrowser(api).login(), 302);
          });
        },
        60_000,
      ),
    ),
    ...(['fail', 'hang', 'nonsense'] as const).map((behaviour) =>
      sessionCase(
        `callback while the token endpoint does: ${behaviour}`,
        `a callback is 503 within ten seconds while the token endpoint does: ${behaviour}`,
        async (world, browser) => {
          const back = await browser.comeBack(await browser.login());
          world.identity.behave('token', behaviour);
          const reply = await browser.ask(back, { timeoutMs: 10_000 });
          expectProblem(reply, 503);
          expect(reply.headers['retry-after']).toMatch(/^\d+$/);
          world.identity.behave('token', 'answer');
          await browser.signIn();
        },
      ),
    ),
    ...(['fail', 'hang', 'nonsense'] as const).map((behaviour) =>
      sessionCase(
        `provider ${behaviour} at a renewal`,
        `while the token endpoint does: ${behaviour}, requests are 503 within ten seconds, and the session stays`,
        async (world, browser) => {
          await browser.signIn();
          await expireAccess(world);
          world.identity.behave('token', behaviour);
          const replies = await Promise.all(
            [1, 2, 3].map(() => browser.ask(path, { timeoutMs: 10_000 })),
          );
          for (const reply of replies) {
            expectProblem(reply, 503);
            expect(reply.headers['retry-after']).toMatch(/^\d+$/);
          }
          world.identity.behave('token', 'answer');
          expectStatus(await browser.ask(path), 200);
        },
      ),
    ),
  ];
}
