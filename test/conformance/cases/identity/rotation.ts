import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import type { Resource } from '../../api.ts';
import type { Case } from '../../case.ts';
import { expectStatus } from '../../expectations.ts';
import { type OwnWorld, withOwnProvider } from './own-provider.ts';
import { badToken, expectRefused } from './refused.ts';

/** Keys come and go, and are not asked for more often than that needs. */
export function rotationCases(resource: Resource): Case[] {
  const { path } = resource;
  const expectTaken = async (own: OwnWorld, token: string): Promise<void> =>
    expectStatus(await own.api.ask({ method: 'GET', path, token }), 200);
  return [
    ...(['RS256', 'ES256'] as const).map((algorithm): Case => ({
      id: `identity/OA-33 rotation to ${algorithm}`,
      title: `a new key for ${algorithm} is taken with one fetch, and the old one still works`,
      timeoutMs: 60_000,
      run: (world) =>
        withOwnProvider(world, async (own) => {
          const before = own.fresh();
          await expectTaken(own, before);
          const fetched = own.identity.count('jwks');
          own.identity.rotate({ algorithm });
          await Promise.all(Array.from({ length: 10 }, () => expectTaken(own, own.fresh())));
          await expectTaken(own, before);
          expect(own.identity.count('jwks') - fetched).toBe(1);
        }),
    })),
    {
      id: 'identity/OA-33 retirement',
      title: 'a key that was withdrawn is refused as soon as the set without it was fetched',
      timeoutMs: 60_000,
      run: (world) =>
        withOwnProvider(world, async (own) => {
          const before = own.fresh();
          await expectTaken(own, before);
          own.identity.rotate({ retire: true });
          await expectTaken(own, own.fresh());
          await expectRefused(own, resource, { token: before }, badToken('unknown-key'));
        }),
    },
    ...(['answer', 'fail', 'nonsense'] as const).map((behaviour): Case => ({
      id: `identity/OA-34 flood while the provider does ${behaviour}`,
      title: `1000 made-up key ids cause two fetches at most while the provider does ${behaviour}`,
      timeoutMs: 120_000,
      run: (world) =>
        withOwnProvider(world, async (own) => {
          own.identity.behave('jwks', behaviour);
          const fetched = own.identity.count('jwks');
          const started = performance.now();
          const ids = await flood(own, path, 1000);
          const windows = 1 + Math.floor((performance.now() - started) / 30_000);
          expect(own.identity.count('jwks') - fetched).toBeLessThanOrEqual(2 * windows);
          await expectTaken(own, own.fresh());
          await expectEntries(own, ids);
        }),
    })),
  ];
}

/** Made without a key, as a flood would be. The ids of the requests, all of them refused. */
async function flood(own: OwnWorld, path: string, requests: number): Promise<readonly string[]> {
  const ids = Array.from({ length: requests }, () => randomUUID());
  const left = [...ids];
  const worker = async (): Promise<void> => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      const header = JSON.stringify({ alg: 'RS256', typ: 'at+jwt', kid: `made-up-${id}` });
      const token = `${Buffer.from(header).toString('base64url')}.e30.${'A'.repeat(342)}`;
      const headers = [['X-Correlation-Id', id]] as const;
      const reply = await own.api.ask({ method: 'GET', path, token, headers });
      expectStatus(reply, 401);
    }
  };
  await Promise.all(Array.from({ length: 20 }, worker));
  return ids;
}

async function expectEntries({ kept }: OwnWorld, ids: readonly string[]): Promise<void> {
  if (kept === undefined) return;
  await eventually(
    async () => {
      const counts = [...(await kept.countEntries(ids)).values()];
      expect(counts.every((count) => count === 1)).toBe(true);
      expect(counts).toHaveLength(ids.length);
      return true;
    },
    { what: 'an entry of the security log for every refusal' },
  );
}
