import { sql } from 'kysely';
import {
  committing,
  rollingBack,
  sqlStatement,
  type Database,
  type Statement,
  type StatementValue,
} from '../database/index.ts';
import { createLoop } from '../messaging/loop.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { append, ownEntry } from './appending.ts';

/** Enters into the security log what the logs of the contexts hold. */
export interface Sealing {
  start(): void;
  stop(): Promise<void>;
}

export interface SealingOptions {
  readonly database: Database;
  readonly schemas: readonly string[];
  readonly everySeconds: number;
  readonly telemetry: Telemetry;
}

/**
 * Each context has as many chains as aggregates, so that writers do not wait for each other; a
 * chain that is gone altogether would not be missed. So every now and then an entry of the security
 * log says which entries a context has: from, to, how many, and one digest of all their hashes.
 * Thereby the head of the security log stands for everything.
 */
export function createSealing(options: SealingOptions): Sealing {
  const { database, schemas, everySeconds, telemetry } = options;
  const sealers = schemas.map((schema) => createSealer(database, schema));
  const loop = createLoop({
    name: 'audit seals',
    everyMs: everySeconds * 1000,
    logger: telemetry.logger,
    round: async () => {
      for (const seal of sealers) await seal();
      return false;
    },
  });
  return { start: () => loop.start(0), stop: loop.stop };
}

interface Mark {
  /** The last entry there was. */
  readonly last: number;
  /** The first transaction that had not begun yet. */
  readonly horizon: string;
  /** All transactions before this one have ended. */
  readonly settled: string;
}

interface Range {
  readonly count: number;
  readonly to: number | null;
  readonly digest: string | null;
}

/** How many hashes are put together at once. */
const mostInSeal = 10_000;

/** Any number will do, as long as all processes take the same one. */
const lockKey = 7_317_946_203;

function createSealer(database: Database, schema: string): () => Promise<void> {
  const statements = statementsFor(schema);
  let marked: Mark | null = null;

  async function sealNext(through: number): Promise<boolean> {
    return database.transaction(async (transaction) => {
      // In a statement of its own: a look-up in the same one would not see what came before the lock.
      await transaction.row(lock, { key: lockKey });
      const from = (await transaction.row(sealed, { schema }))?.to ?? 0;
      const range = await transaction.row(statements.range, { from, through });
      if (range === null || range.to === null) return rollingBack(false);
      const { count, to, digest } = range;
      await append(transaction, [
        ownEntry('audit.sealed', { schema, from, to, entries: count, digest }),
      ]);
      return committing(count === mostInSeal);
    });
  }

  return async () => {
    const mark = await database.primary.row(statements.mark, {});
    if (mark === null) return;
    // Numbers are taken before their entries are committed: what was under way when the mark was set
    // has to have ended, so that no entry turns up later in what is sealed.
    if (marked !== null && BigInt(mark.settled) >= BigInt(marked.horizon)) {
      while (await sealNext(marked.last));
      marked = null;
    }
    marked ??= mark;
  };
}

const lock = sqlStatement(
  '_security.audit_seals.lock',
  (value: StatementValue<{ key: number }>) => sql`SELECT pg_advisory_xact_lock(${value('key')})`,
);

const sealed: Statement<{ schema: string }, { to: number }> = sqlStatement(
  '_security.audit_seals.last',
  (value: StatementValue<{ schema: string }>) => sql<{ to: number }>`
    SELECT ("details" ->> 'to')::bigint AS "to" FROM "_security"."audit_log"
    WHERE "action" = 'audit.sealed' AND "details" ->> 'schema' = ${value('schema')}
    UNION ALL
    SELECT "position" FROM "_security"."audit_anchors" WHERE "log" = ${value('schema')}
    ORDER BY 1 DESC LIMIT 1`,
);

function statementsFor(schema: string) {
  const log = sql.id(schema, '_audit_log');
  return {
    mark: sqlStatement(
      `${schema}._audit_log.mark`,
      () => sql<Mark>`
        SELECT coalesce((SELECT max(seq) FROM ${log}), 0) AS last,
          pg_snapshot_xmax(snapshot)::text AS horizon, pg_snapshot_xmin(snapshot)::text AS settled
        FROM pg_current_snapshot() AS snapshot`,
    ),
    range: sqlStatement(
      `${schema}._audit_log.range`,
      (value: StatementValue<{ from: number; through: number }>) => sql<Range>`
        SELECT count(*) AS count, max(seq) AS to, ${digestOfRange} AS digest
        FROM (
          SELECT seq, hash FROM ${log} WHERE seq > ${value('from')} AND seq <= ${value('through')}
          ORDER BY seq LIMIT ${sql.lit(mostInSeal)}
        ) AS entries`,
    ),
  };
}

/** Of the hashes of entries, in their order. */
const digestOfRange = sql.raw(
  `encode(sha256(convert_to(string_agg(hash, '' ORDER BY seq), 'UTF8')), 'hex')`,
);
