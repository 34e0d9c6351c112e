import { expect } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import type { Reply } from '../../../support/http-client.ts';
import { type Browser, openBrowser, sessionCookie } from '../../browser.ts';
import type { Case } from '../../case.ts';
import { expectProblem } from '../../expectations.ts';
import type { World } from '../../world.ts';

/** A case in which one person signs in, alone in the world's provider. */
export function sessionCase(
  id: string,
  title: string,
  run: (world: World, browser: Browser) => Promise<void>,
  timeoutMs = 30_000,
): Case {
  return {
    id: `sessions/${id}`,
    title,
    timeoutMs,
    async run(world) {
      const { signIn } = world.identity;
      try {
        await run(world, openBrowser(world.api));
      } finally {
        signIn.mistakes = {};
        signIn.accessLifetimeSeconds = 600;
        signIn.delayMs = 0;
        Object.assign(signIn.person, { subject: 'user-1', session: 'provider-session-1' });
        for (const endpoint of ['authorize', 'token', 'revoke', 'jwks', 'discovery'] as const) {
          world.identity.behave(endpoint, 'answer');
        }
        world.identity.announce({});
      }
    },
  };
}

export interface AuditEntry {
  readonly action: string;
  readonly actor_id: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What the security log says of one request; refusals are kept soon after the answer. */
export async function auditOf(world: World, reply: Reply): Promise<readonly AuditEntry[]> {
  const rows = await world.query(
    `SELECT action, actor_id, details FROM _security.audit_log
     WHERE correlation_id = '${reply.headers['x-correlation-id']}' ORDER BY position`,
  );
  return rows.map((row) => ({
    action: String(row['action']),
    actor_id: typeof row['actor_id'] === 'string' ? row['actor_id'] : null,
    details: Object(row['details']),
  }));
}

export async function expectAudited(
  world: World,
  reply: Reply,
  expected: readonly { readonly action: string; readonly reason?: string }[],
): Promise<void> {
  await eventually(
    async () => {
      const entries = await auditOf(world, reply);
      expect(entries.map(({ action }) => action).toSorted()).toEqual(
        expected.map(({ action }) => action).toSorted(),
      );
      for (const { action, reason } of expected) {
        if (reason === undefined) continue;
        const found = entries.filter((entry) => entry.action === action);
        expect(found.map(({ details }) => details['reason'])).toContain(reason);
      }
      return true;
    },
    { what: `the audit of ${expected.map(({ action }) => action).join(', ')}` },
  );
}

/** A callback that made no session, and says so in the log, once. */
export async function expectRefusedCallback(
  world: World,
  browser: Browser,
  reply: Reply,
): Promise<void> {
  expectProblem(reply, 400);
  expect(reply.headers['set-cookie'] ?? '').not.toContain(sessionCookie);
  expect(browser.cookies.has(sessionCookie)).toBe(false);
  await expectAudited(world, reply, [{ action: 'session.refused' }]);
  const [entry] = await auditOf(world, reply);
  expect(entry?.details['reason']).toMatch(/./);
}

export async function sessionCount(world: World): Promise<number> {
  const [row] = await world.query('SELECT count(*)::int AS count FROM _security.sessions');
  return Number(row?.['count']);
}

/** Lets time pass for every session there is, or that of one person. */
export async function age(world: World, changes: string, subject = 'user-1'): Promise<void> {
  await world.query(`UPDATE _security.sessions SET ${changes} WHERE subject = '${subject}'`);
}

export const expireAccess = (world: World): Promise<void> =>
  age(world, "access_expires_at = now() - interval '1 minute'");
