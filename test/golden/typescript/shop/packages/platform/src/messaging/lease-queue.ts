import type { IntegrationEvent } from '@packages/kernel/application';
import type { Connection } from '../database/connection.ts';
import { leaseStatements, purgedAtOnce, type QueueTable } from './lease-statements.ts';

/** A row that this process may work on until its lease ends. */
export interface Claimed {
  readonly position: number;
  /** Which attempt this is, from 1 on. */
  readonly attempts: number;
  /** Whom the event is for; null in an outbox. */
  readonly consumer: string | null;
  readonly event: IntegrationEvent;
}

export interface Backlog {
  readonly pending: number;
  readonly oldestSeconds: number;
}

export interface Retry {
  readonly error: string;
  readonly delayMs: number;
  /** False when the attempt is not to be held against the event. */
  readonly counted: boolean;
}

/**
 * A table of events worked off by any number of processes. A row is claimed by a lease; the work
 * is done outside any transaction, and the lease of a process that died ends by itself. Attempts
 * are counted at the claim, so one that kills its process counts as well.
 */
export interface LeaseQueue {
  /** @param leftOut consumers whose events are to stay where they are */
  claim(limit: number, leftOut?: readonly string[]): Promise<readonly Claimed[]>;
  done(positions: readonly number[]): Promise<void>;
  retry(position: number, retry: Retry): Promise<void>;
  /** Sets the event aside for a person to look at; what waits behind it goes on. */
  bury(position: number, error: string): Promise<void>;
  /** Buries what used up its attempts without ever reporting back; gives their number. */
  buryExhausted(): Promise<number>;
  /** Gives back what this process still holds. */
  release(): Promise<void>;
  /** Deletes some of what was done more than so many hours ago; true when there may be more. */
  purge(hours: number): Promise<boolean>;
  backlog(): Promise<Backlog>;
}

export interface LeaseQueueOptions {
  readonly connection: Connection;
  readonly schema: string;
  readonly table: QueueTable;
  /** Identifies this process, so that it answers for no lease but its own. */
  readonly holder: string;
}

const longestError = 500;

export function createLeaseQueue(options: LeaseQueueOptions): LeaseQueue {
  const { connection, schema, table, holder } = options;
  const statements = leaseStatements(schema, table);

  return {
    claim: async (limit, leftOut = []) => {
      const rows = await connection.rows(statements.claim, { limit, holder, leftOut });
      return rows.toSorted((a, b) => a.position - b.position);
    },
    done: async (positions) => {
      await connection.affected(statements.done, { positions, holder });
    },
    retry: async (position, { error, delayMs, counted }) => {
      await connection.affected(statements.retry, {
        position,
        holder,
        error: error.slice(0, longestError),
        delaySeconds: delayMs / 1000,
        returned: counted ? 0 : 1,
      });
    },
    bury: async (position, error) => {
      const values = { position, holder, error: error.slice(0, longestError) };
      await connection.affected(statements.bury, values);
    },
    buryExhausted: () => connection.affected(statements.buryExhausted, {}),
    release: async () => {
      await connection.affected(statements.release, { holder });
    },
    purge: async (hours) =>
      (await connection.affected(statements.purge, { hours })) === purgedAtOnce,
    backlog: async () =>
      (await connection.row(statements.backlog, {})) ?? { pending: 0, oldestSeconds: 0 },
  };
}
