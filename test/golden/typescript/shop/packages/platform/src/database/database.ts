import type { Reader } from '@packages/kernel/application';
import type { Telemetry } from '../telemetry/index.ts';
import { Committed } from './committed.ts';
import type { DatabaseConfig } from './config.ts';
import type { Connection } from './connection.ts';
import { createDatabaseMeter } from './metrics.ts';
import { createPool } from './pool.ts';
import { RecentWriters } from './recent-writers.ts';
import { transactionOn, type Conclusion, type Transaction } from './transaction.ts';

export interface Database {
  /** Statements by themselves, on the primary. */
  readonly primary: Connection;
  /** Where this caller reads: the replica, unless the caller would then miss its own last write. */
  readsOf(reader: Reader): Connection;
  /** Callers that have just written. */
  readonly recentWriters: RecentWriters;
  /** How many connections to the primary there may be. */
  readonly size: number;
  /** Tells who waits for work that something was committed in a schema. */
  readonly committed: Committed;
  transaction<T>(work: (transaction: Transaction) => Promise<Conclusion<T>>): Promise<T>;
  /** Rejects when the primary does not answer; that it is busy is no reason. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export async function createDatabase(dependencies: {
  readonly config: DatabaseConfig;
  readonly telemetry: Telemetry;
}): Promise<Database> {
  const { config, telemetry } = dependencies;
  const meter = createDatabaseMeter(telemetry);
  const settings = {
    pool: config.pool,
    statementTimeoutMs: config.statementTimeoutMs,
    meter,
    logger: telemetry.logger,
  };
  const primary = createPool({ ...settings, name: 'primary', address: config.url });
  const replica =
    config.replicaUrl === null
      ? null
      : createPool({ ...settings, name: 'replica', address: config.replicaUrl });
  const recentWriters = new RecentWriters();
  await Promise.all([primary.warm(), replica?.warm()]);

  return {
    primary: primary.connection,
    recentWriters,
    readsOf: ({ actor }) =>
      (replica === null || recentWriters.has(actor) ? primary : replica).connection,
    size: config.pool.max,
    committed: new Committed(),
    transaction: (work) => primary.lend((send) => transactionOn(send, work)),
    ping: primary.ping,
    close: async () => {
      await Promise.all([primary.close(), replica?.close()]);
    },
  };
}
