import { sql } from 'kysely';
import type { Connection } from '../database/connection.ts';
import { sqlStatement } from '../database/statement.ts';
import type { Logger } from '../telemetry/index.ts';
import type { LeaseQueue } from './lease-queue.ts';
import type { OutboxMeter } from './metrics.ts';

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
  readonly logger: Logger;
}

export interface Maintenance {
  /** Counts what is waiting and buries what has used up its attempts. */
  watch(): Promise<void>;
  /** Deletes what nobody will ask for any more. */
  purge(): Promise<void>;
}

const publishedHours = 24;
/** Longer than any event may still be delivered again. */
const processedHours = 7 * 24;

export function createMaintenance(options: MaintenanceOptions): Maintenance {
  const { connection, queues, meter, logger } = options;
  const expired = queues.map(({ schema }) =>
    sqlStatement<object>(
      `${schema}._idempotency.purge`,
      () => sql`DELETE FROM ${sql.id(schema, '_idempotency')} WHERE expires_at < now()`,
    ),
  );

  return {
    watch: async () => {
      const backlogs = await Promise.all(queues.map(({ outbox }) => outbox.backlog()));
      meter.backlog({
        pending: backlogs.reduce((sum, { pending }) => sum + pending, 0),
        oldestSeconds: Math.max(0, ...backlogs.map(({ oldestSeconds }) => oldestSeconds)),
      });
      for (const { schema, outbox, inbox } of queues) {
        const [unpublished, unhandled] = [
          await outbox.buryExhausted(),
          await inbox.buryExhausted(),
        ];
        if (unpublished + unhandled > 0) {
          logger.error({ schema, unpublished, unhandled }, 'events given up without an answer');
          meter.dead(unpublished);
        }
      }
    },
    purge: async () => {
      for (const { outbox, inbox } of queues) {
        await outbox.purge(publishedHours);
        await inbox.purge(processedHours);
      }
      await Promise.all(expired.map((statement) => connection.affected(statement, {})));
    },
  };
}
