import { sql } from 'kysely';
import type { Connection } from '../database/connection.ts';
import { sqlStatement, type Statement } from '../database/statement.ts';
import type { Logger } from '../telemetry/index.ts';
import type { LeaseQueue } from './lease-queue.ts';
import { purgedAtOnce } from './lease-statements.ts';
import type { InboxMeter, OutboxMeter } from './metrics.ts';

/** The queues of one context. */
export interface ContextQueues {
  readonly schema: string;
  readonly outbox: LeaseQueue;
  readonly inbox: LeaseQueue;
}

export interface MaintenanceOptions {
  readonly connection: Connection;
  readonly queues: readonly ContextQueues[];
  readonly meter: OutboxMeter;
  readonly inboxMeter: InboxMeter;
  readonly logger: Logger;
}

export interface Maintenance {
  /** Counts what is waiting and buries what has used up its attempts. */
  watch(): Promise<void>;
  /** Deletes some of what nobody will ask for any more; true when there may be more. */
  purge(): Promise<boolean>;
}

const publishedHours = 24;
/** Longer than any event may still be delivered again. */
const processedHours = 7 * 24;
const endedDays = 30;

export function createMaintenance(options: MaintenanceOptions): Maintenance {
  const { connection, queues, meter, inboxMeter, logger } = options;
  const rounds = queues.flatMap(({ schema, outbox, inbox }): (() => Promise<boolean>)[] => {
    const expired = deleteExpired(schema);
    const ended = deleteEnded(schema);
    return [
      () => outbox.purge(publishedHours),
      () => inbox.purge(processedHours),
      async () => (await connection.affected(expired, {})) === purgedAtOnce,
      async () => (await connection.affected(ended, {})) === purgedAtOnce,
    ];
  });

  return {
    watch: async () => {
      const backlogs = await Promise.all(queues.map(({ outbox }) => outbox.backlog()));
      meter.backlog({
        pending: backlogs.reduce((sum, { pending }) => sum + pending, 0),
        oldestSeconds: Math.max(0, ...backlogs.map(({ oldestSeconds }) => oldestSeconds)),
      });
      const waiting = await Promise.all(queues.map(({ inbox }) => inbox.backlog()));
      inboxMeter.pending(waiting.reduce((sum, { pending }) => sum + pending, 0));
      for (const { schema, outbox, inbox } of queues) {
        const [unpublished, unhandled] = [
          await outbox.buryExhausted(),
          await inbox.buryExhausted(),
        ];
        if (unpublished + unhandled > 0) {
          logger.error({ schema, unpublished, unhandled }, 'events given up without an answer');
          meter.dead(unpublished);
          inboxMeter.dead(unhandled);
        }
      }
    },
    purge: async () => {
      let more = false;
      for (const round of rounds) more = (await round()) || more;
      return more;
    },
  };
}

/** In portions, so that none takes longer than a statement may. */
function deleteExpired(schema: string): Statement<object, never> {
  const table = sql.id(schema, '_idempotency');
  return sqlStatement(
    `${schema}._idempotency.purge`,
    () => sql`
      DELETE FROM ${table} WHERE expires_at < now() AND (scope, key) IN (
        SELECT scope, key FROM ${table} WHERE expires_at < now()
        LIMIT ${sql.lit(purgedAtOnce)}
      )`,
  );
}

function deleteEnded(schema: string): Statement<object, never> {
  const table = sql.id(schema, '_sagas');
  return sqlStatement(
    `${schema}._sagas.purge`,
    () => sql`
      DELETE FROM ${table} WHERE id IN (
        SELECT id FROM ${table}
        WHERE status <> 'running' AND updated_at < now() - make_interval(days => ${sql.lit(endedDays)})
        LIMIT ${sql.lit(purgedAtOnce)}
      )`,
  );
}
