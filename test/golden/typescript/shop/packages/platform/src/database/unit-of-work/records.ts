import { sql } from 'kysely';
import { nextOfChain, startOfChain, type AuditValues } from '../audit/audit-log.ts';
import type { Connection } from '../connection.ts';
import { sqlStatement, type StatementValue } from '../statement.ts';
import { insertIntoOutbox, type OutboxValues } from './outbox.ts';

/** What is kept of an event beside the change it tells of. */
export interface Records {
  /** The first event of an aggregate: its audit entry and its outbox row in one statement. */
  first(connection: Connection, values: AuditValues & OutboxValues): Promise<unknown>;
  /** A later one, likewise. */
  next(connection: Connection, values: AuditValues & OutboxValues): Promise<unknown>;
  /** An event that tells of no change: its outbox row alone. */
  publication(connection: Connection, values: OutboxValues): Promise<unknown>;
}

export function createRecords(schema: string): Records {
  type Value = StatementValue<AuditValues & OutboxValues>;
  const first = sqlStatement(
    `${schema}._records.first`,
    (value: Value) =>
      sql`WITH audited AS (${startOfChain(schema, value)}) ${insertIntoOutbox(schema, value)}`,
  );
  const next = sqlStatement(
    `${schema}._records.next`,
    (value: Value) =>
      sql`WITH audited AS (${nextOfChain(schema, value)}) ${insertIntoOutbox(schema, value)}`,
  );
  const publication = sqlStatement(
    `${schema}._outbox.insert`,
    (value: StatementValue<OutboxValues>) => insertIntoOutbox(schema, value),
  );
  return {
    first: (connection, values) => connection.affected(first, values),
    next: (connection, values) => connection.affected(next, values),
    publication: (connection, values) => connection.affected(publication, values),
  };
}
