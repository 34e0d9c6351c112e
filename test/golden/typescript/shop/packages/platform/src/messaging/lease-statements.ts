import { sql } from 'kysely';
import { sqlStatement, type StatementValue } from '../database/statement.ts';
import type { Backlog, Claimed } from './lease-queue.ts';

export type QueueTable = '_outbox' | '_inbox';

export const maxAttempts = 10;
const leaseSeconds = 30;
export const purgedAtOnce = 5000;

/** Where the tables differ: what tells that a row is done, and within what the order is kept. */
const shapes = {
  _outbox: {
    doneAt: 'published_at',
    since: 'occurred_at',
    consumer: sql`NULL::text`,
    candidate: sql`''`,
    order: ['subject'],
  },
  _inbox: {
    doneAt: 'processed_at',
    since: 'received_at',
    consumer: sql`claimed.consumer`,
    candidate: sql`candidate.consumer`,
    order: ['consumer', 'subject'],
  },
} as const;

interface Held {
  readonly position: number;
  readonly holder: string;
}

export function leaseStatements(schema: string, tableName: QueueTable) {
  const shape = shapes[tableName];
  const table = sql.id(schema, tableName);
  const doneAt = sql.id(shape.doneAt);
  const open = sql`${doneAt} IS NULL AND dead_at IS NULL`;
  const sameOrder = sql.join(
    shape.order.map((column) => sql`earlier.${sql.id(column)} = candidate.${sql.id(column)}`),
    sql` AND `,
  );
  const heldRow = (value: StatementValue<Held>) =>
    sql`position = ${value('position')} AND locked_by = ${value('holder')} AND ${open}`;
  const name = (verb: string) => `${schema}.${tableName}.${verb}`;

  return {
    // Only the first of those that keep an order: what follows waits until it is done or dead.
    claim: sqlStatement(
      name('claim'),
      (
        value: StatementValue<{ limit: number; holder: string; leftOut: readonly string[] }>,
      ) => sql<Claimed>`
        WITH due AS (
          SELECT position FROM ${table} AS candidate
          WHERE ${open} AND available_at <= now() AND attempts < ${sql.lit(maxAttempts)}
            AND (locked_until IS NULL OR locked_until < now())
            AND ${shape.candidate} <> ALL (${value('leftOut')}::text[])
            AND NOT EXISTS (
              SELECT FROM ${table} AS earlier
              WHERE ${sameOrder} AND earlier.position < candidate.position
                AND earlier.${doneAt} IS NULL AND earlier.dead_at IS NULL
            )
          ORDER BY position LIMIT ${value('limit')}
          FOR UPDATE SKIP LOCKED
        )
        UPDATE ${table} AS claimed
        SET attempts = attempts + 1, locked_by = ${value('holder')},
          locked_until = now() + make_interval(secs => ${sql.lit(leaseSeconds)})
        FROM due WHERE claimed.position = due.position
        RETURNING claimed.position, claimed.attempts, claimed.event,
          ${shape.consumer} AS consumer`,
    ),
    done: sqlStatement(
      name('done'),
      (value: StatementValue<{ positions: readonly number[]; holder: string }>) => sql`
        UPDATE ${table} SET ${doneAt} = now(), locked_until = NULL, last_error = NULL
        WHERE position = ANY (${value('positions')}::bigint[])
          AND locked_by = ${value('holder')} AND ${open}`,
    ),
    retry: sqlStatement(
      name('retry'),
      (
        value: StatementValue<Held & { error: string; delaySeconds: number; returned: number }>,
      ) => sql`
        UPDATE ${table}
        SET locked_until = NULL, last_error = ${value('error')},
          attempts = attempts - ${value('returned')}::integer,
          available_at = now() + make_interval(secs => ${value('delaySeconds')}::double precision)
        WHERE ${heldRow(value)}`,
    ),
    bury: sqlStatement(
      name('bury'),
      (value: StatementValue<Held & { error: string }>) => sql`
        UPDATE ${table} SET dead_at = now(), locked_until = NULL, last_error = ${value('error')}
        WHERE ${heldRow(value)}`,
    ),
    buryExhausted: sqlStatement<object>(
      name('bury_exhausted'),
      () => sql`
        UPDATE ${table} SET dead_at = now()
        WHERE ${open} AND attempts >= ${sql.lit(maxAttempts)} AND locked_until < now()`,
    ),
    release: sqlStatement(
      name('release'),
      (value: StatementValue<{ holder: string }>) => sql`
        UPDATE ${table} SET locked_until = NULL, attempts = attempts - 1
        WHERE ${open} AND locked_by = ${value('holder')} AND locked_until IS NOT NULL`,
    ),
    purge: sqlStatement(
      name('purge'),
      (value: StatementValue<{ hours: number }>) => sql`
        DELETE FROM ${table} WHERE position IN (
          SELECT position FROM ${table}
          WHERE ${doneAt} < now() - make_interval(hours => ${value('hours')}::integer)
          LIMIT ${sql.lit(purgedAtOnce)}
        )`,
    ),
    backlog: sqlStatement<object, Backlog>(
      name('backlog'),
      () => sql`
        SELECT count(*) AS pending,
          coalesce(extract(epoch FROM now() - min(${sql.id(shape.since)})), 0)::double precision
            AS "oldestSeconds"
        FROM ${table} WHERE ${open}`,
    ),
  };
}
