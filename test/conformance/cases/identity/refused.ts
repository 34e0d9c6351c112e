import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { asObject } from '../../../support/json.ts';
import type { Reply } from '../../../support/http-client.ts';
import type { Ask, Resource } from '../../api.ts';
import { expectProblem } from '../../expectations.ts';
import { fullBody } from '../../samples/fresh.ts';
import type { World } from '../../world.ts';

/** What a caller is told, and what the security log is told. */
export interface Refusal {
  readonly status: 400 | 401 | 403;
  readonly code?: string;
  /** Of WWW-Authenticate, exactly; undefined: there is none. */
  readonly challenge: string | undefined;
  readonly action: 'authentication.missing' | 'authentication.refused' | 'access.denied';
  readonly actor: string | null;
  /** Of the entry's details. */
  readonly reason?: string | RegExp;
}

export const noCredentials: Refusal = {
  status: 401,
  code: 'unauthenticated',
  challenge: 'Bearer',
  action: 'authentication.missing',
  actor: null,
};

export const badToken = (reason: string | RegExp): Refusal => ({
  status: 401,
  code: 'invalid-token',
  challenge: 'Bearer error="invalid_token"',
  action: 'authentication.refused',
  actor: null,
  reason,
});

export const twoCredentials: Refusal = {
  status: 400,
  challenge: undefined,
  action: 'authentication.refused',
  actor: null,
  reason: 'ambiguous',
};

export const noScope = (scope: string, actor = 'user-1'): Refusal => ({
  status: 403,
  code: 'insufficient-scope',
  challenge: `Bearer error="insufficient_scope", scope="${scope}"`,
  action: 'access.denied',
  actor,
});

/** Credentials, in whatever place they are sent. */
export interface Attempt extends Pick<Ask, 'token' | 'headers'> {
  readonly query?: string;
}

/** Tries to read and to write, and expects to be refused both times without a trace of the deed. */
export async function expectRefused(
  world: World,
  resource: Resource,
  attempt: Attempt,
  refusal: Refusal | ((method: string) => Refusal),
): Promise<void> {
  const { token, headers = [], query = '' } = attempt;
  const before = await world.kept?.count(resource);
  for (const method of ['GET', 'POST']) {
    const correlationId = randomUUID();
    const key = randomUUID();
    const reply = await world.api.ask({
      method,
      path: resource.path + query,
      ...(token === undefined ? {} : { token }),
      ...(method === 'POST' ? { json: fullBody(resource.aggregate) } : {}),
      headers: [
        ...headers,
        ['X-Correlation-Id', correlationId],
        ...(method === 'POST' ? [['Idempotency-Key', key] as const] : []),
      ],
    });
    const expected = typeof refusal === 'function' ? refusal(method) : refusal;
    expectTold(reply, expected);
    expect(await world.kept?.traces(resource, correlationId, key), 'nothing is written').toBeOneOf([
      0,
      undefined,
    ]);
    await expectEntry(world, correlationId, expected, { method, route: resource.path });
  }
  expect(await world.kept?.count(resource), 'nothing is created').toBe(before);
}

/** The caller is told what the contract says and no more. */
export function expectTold(reply: Reply, { status, code, challenge, reason }: Refusal): void {
  expectProblem(reply, status, code);
  expect(reply.headers['www-authenticate']).toBe(challenge);
  expect(reply.headers['cache-control']).toBe('no-store');
  expect(reply.object, 'why is nobody else’s business').not.toHaveProperty('reason');
  if (typeof reason === 'string' && reason.includes('-')) expect(reply.text).not.toContain(reason);
}

/** Exactly one entry of the security log tells of the refusal. */
export async function expectEntry(
  world: World,
  correlationId: string,
  { action, actor, reason }: Refusal,
  asked: { readonly method: string; readonly route: string },
): Promise<void> {
  if (world.kept === undefined) return;
  const entry = await world.kept.entryOf(correlationId);
  expect(entry).toMatchObject({ action, actor, ...asked, correlationId });
  if (reason === undefined) return;
  expect(asObject(entry.details, 'details').reason).toMatch(
    typeof reason === 'string' ? new RegExp(`^${reason}$`) : reason,
  );
}
