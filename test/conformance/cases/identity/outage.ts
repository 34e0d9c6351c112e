import { expect } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { send } from '../../../support/http-client.ts';
import type { Behaviour } from '../../../support/identity-provider/behaviour.ts';
import type { IdentityProvider } from '../../../support/identity-provider.ts';
import type { Service } from '../../../support/service.ts';
import type { Resource } from '../../api.ts';
import type { Case } from '../../case.ts';
import { expectProblem } from '../../expectations.ts';
import { type OwnWorld, withColdProvider, withOwnProvider } from './own-provider.ts';
import { badToken, expectRefused } from './refused.ts';

const longestAnswerMs = 5_000;
/** Nobody else waits for a provider that hangs; a loaded machine takes its time for everything. */
const unaffectedMs = 2_000;

/** By title, what a provider does that can give nobody its keys. */
const failures: Readonly<Record<string, (identity: IdentityProvider) => void>> = {
  'the provider fails': both('fail'),
  'the provider answers nonsense': both('nonsense'),
  'the discovery names another issuer': (identity) =>
    identity.behave('discovery', 'another-document'),
  'the discovery is redirected': (identity) => identity.behave('discovery', 'redirect'),
  'the keys are no key set': (identity) => identity.behave('jwks', 'another-document'),
  'the keys are redirected': (identity) => identity.behave('jwks', 'redirect'),
  'the keys are megabytes': (identity) => identity.behave('jwks', 'huge'),
};

/** What is left of the service while its identity provider is away. */
export function outageCases(resource: Resource): Case[] {
  const { path } = resource;
  return [
    ...Object.entries(failures).map(([title, misbehave]): Case => ({
      id: `identity/OA-35 cold, ${title}`,
      title: `without ever a key (${title}) every token is 503, until there are keys`,
      timeoutMs: 90_000,
      run: (world) =>
        withColdProvider(world, misbehave, async (own) => {
          await expectCold(own, path);
          both('answer')(own.identity);
          await health(own.service, 'ready', 200, 45_000);
          expect(await own.timed(path, own.fresh())).toMatchObject({ status: 200 });
        }),
    })),
    ...(['fail', 'nonsense'] as const).map((behaviour): Case => ({
      id: `identity/OA-35 warm, the provider does ${behaviour}`,
      title: `with keys at hand nobody notices that the provider does ${behaviour}`,
      timeoutMs: 60_000,
      run: (world) =>
        withOwnProvider(world, async (own) => {
          both(behaviour)(own.identity);
          const before = asked(own);
          const unknown = own.identity.token({ header: { kid: 'made-up' } });
          await expectRefused(own, resource, { token: unknown }, badToken('unknown-key'));
          expect(asked(own), 'it was asked, and failed').toBeGreaterThan(before);
          for (let attempt = 0; attempt < 5; attempt += 1) {
            expect(await own.timed(path, own.fresh())).toMatchObject({ status: 200 });
          }
          await health(own.service, 'ready', 200);
        }),
    })),
    {
      id: 'identity/OA-36 warm, the provider hangs',
      title: 'a provider that hangs costs its own request 5 s at most, and no other anything',
      timeoutMs: 60_000,
      run: (world) =>
        withOwnProvider(world, async (own) => {
          both('hang')(own.identity);
          const before = asked(own);
          const unknown = own.timed(path, own.identity.token({ header: { kid: 'made-up' } }));
          await eventually(() => (asked(own) > before ? true : undefined), {
            what: 'the provider to be asked',
          });
          for (let attempt = 0; attempt < 20; attempt += 1) {
            const { status, ms } = await own.timed(path, own.fresh());
            expect(status).toBe(200);
            expect(ms).toBeLessThan(unaffectedMs);
          }
          const { status, ms } = await unknown;
          expect(status).toBe(401);
          expect(ms).toBeLessThan(longestAnswerMs);
        }),
    },
    {
      id: 'identity/OA-36 cold, the provider hangs',
      title: 'a provider that hangs at the start holds up no answer',
      timeoutMs: 90_000,
      run: (world) =>
        withColdProvider(world, both('hang'), async (own) => {
          await expectCold(own, path);
          const { ms } = await own.timed(path, own.fresh());
          expect(ms).toBeLessThan(longestAnswerMs);
        }),
    },
  ];
}

const asked = ({ identity }: OwnWorld): number =>
  identity.count('discovery') + identity.count('jwks');

function both(behaviour: Behaviour): (identity: IdentityProvider) => void {
  return (identity) => {
    identity.behave('discovery', behaviour);
    identity.behave('jwks', behaviour);
  };
}

/** Alive, not ready, and blaming nobody for what it cannot know. */
async function expectCold(own: OwnWorld, path: string): Promise<void> {
  await health(own.service, 'live', 200, 45_000);
  await eventually(() => (own.identity.count('discovery') > 0 ? true : undefined), {
    what: 'the provider to be asked',
  });
  await health(own.service, 'ready', 503);
  for (const token of [own.fresh(), 'x', own.identity.token({ header: { kid: 'made-up' } })]) {
    const reply = await own.api.ask({ method: 'GET', path, token });
    expectProblem(reply, 503);
    expect(reply.headers['retry-after']).toMatch(/^\d+$/);
    expect(reply.headers).not.toHaveProperty('www-authenticate');
  }
  await health(own.service, 'ready', 503);
}

async function health(
  service: Service,
  name: 'live' | 'ready',
  status: number,
  withinMs = 5_000,
): Promise<void> {
  const url = `${service.managementUrl}/health/${name}`;
  await eventually(
    async () => ((await send({ method: 'GET', url })).status === status ? true : undefined),
    { withinMs, what: `${name} to answer ${status}` },
  );
}
