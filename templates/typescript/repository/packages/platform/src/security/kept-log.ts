import { sql } from 'kysely';
import {
  committing,
  sqlStatement,
  type Database,
  type StatementValue,
  type Transaction,
} from '../database/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { hashOf, type SecurityEntry } from './chain.ts';
import type { SecurityEvent, SecurityLog } from './security-log.ts';

/** What is not kept by then is told by the log lines alone; it takes a database that is long away. */
const mostWaiting = 10_000;
const mostAtOnce = 500;
const retryMs = 1000;

/**
 * Keeps events in batches: whoever is refused costs a share of a transaction, and an answer never
 * waits for the database.
 */
export function createSecurityLog({
  database,
  telemetry,
}: {
  readonly database: Database;
  readonly telemetry: Telemetry;
}): SecurityLog {
  const { logger } = telemetry;
  const waiting: Waiting[] = [];
  let underWay: Promise<void> | null = null;
  let stopped = false;

  const stamped = (event: SecurityEvent): Waiting => ({ at: new Date().toISOString(), event });

  async function keepAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostAtOnce);
      try {
        await database.transaction(async (transaction) => {
          await append(transaction, batch);
          return committing(undefined);
        });
        waiting.splice(0, batch.length);
      } catch (error) {
        logger.error({ error, waiting: waiting.length }, 'security events are not kept yet');
        if (stopped) return;
        await Bun.sleep(retryMs);
      }
    }
  }

  const keep = (): Promise<void> =>
    (underWay ??= keepAll().finally(() => {
      underWay = null;
    }));

  return {
    record(event) {
      const { action, actor, address, route, details } = event;
      logger.warn(
        { action, actor: actor?.id ?? null, address, route, ...details },
        'security event',
      );
      if (waiting.length >= mostWaiting) {
        logger.error({ action }, 'a security event is not kept: too many are waiting');
        return;
      }
      waiting.push(stamped(event));
      void keep();
    },
    async write(transaction, event) {
      await append(transaction, [stamped(event)]);
    },
    async stop() {
      stopped = true;
      await keep();
    },
  };
}

interface Waiting {
  readonly at: string;
  readonly event: SecurityEvent;
}

interface Head {
  readonly position: number;
  readonly hash: string;
}

interface EntryValues extends Omit<SecurityEntry, 'details'> {
  readonly details: string;
  readonly hash: string;
}

/** Any number will do, as long as all processes take the same one. */
const lockKey = 7_317_946_203;

const lock = sqlStatement(
  '_security.audit_log.lock',
  (value: StatementValue<{ key: number }>) => sql`SELECT pg_advisory_xact_lock(${value('key')})`,
);

const head = sqlStatement(
  '_security.audit_log.head',
  (): ReturnType<typeof sql<Head>> =>
    sql<Head>`SELECT position, hash FROM "_security"."audit_log" ORDER BY position DESC LIMIT 1`,
);

const insert = sqlStatement(
  '_security.audit_log.insert',
  (value: StatementValue<EntryValues>) => sql`
    INSERT INTO "_security"."audit_log" (position, at, action, actor_kind, actor_id, client_id,
      tenant, address, method, route, correlation_id, details, hash)
    VALUES (${value('position')}, ${value('at')}, ${value('action')}, ${value('actor_kind')},
      ${value('actor_id')}, ${value('client_id')}, ${value('tenant')}, ${value('address')},
      ${value('method')}, ${value('route')}, ${value('correlation_id')}, ${value('details')},
      ${value('hash')})`,
);

async function append(transaction: Transaction, batch: readonly Waiting[]): Promise<void> {
  // In statements of their own: in one, the look-up would not see what the former holder committed.
  const [, last] = await Promise.all([
    transaction.row(lock, { key: lockKey }),
    transaction.row(head, {}),
  ]);
  let previous = last;
  const writes: Promise<unknown>[] = [];
  for (const { at, event } of batch) {
    const entry = entryOf(event, at, (previous?.position ?? 0) + 1);
    const hash = hashOf(previous?.hash ?? null, entry);
    writes.push(
      transaction.affected(insert, { ...entry, details: JSON.stringify(entry.details), hash }),
    );
    previous = { position: entry.position, hash };
  }
  await Promise.all(writes);
}

function entryOf(event: SecurityEvent, at: string, position: number): SecurityEntry {
  const { action, actor, address, method, route, correlationId, details } = event;
  return {
    position,
    at,
    action,
    actor_kind: actor?.kind ?? null,
    actor_id: actor?.id ?? null,
    client_id: actor?.clientId ?? null,
    tenant: actor?.tenant ?? null,
    address,
    method,
    route,
    correlation_id: correlationId,
    details,
  };
}
