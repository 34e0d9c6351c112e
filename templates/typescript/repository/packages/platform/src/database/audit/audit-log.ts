import type { DomainEvent } from '@packages/kernel';
import type { Execution } from '@packages/kernel/application';
import { sql } from 'kysely';
import type { Connection } from '../connection.ts';
import { sqlStatement, type StatementValue } from '../statement.ts';
import { digestOf, linkHash, type AuditEntry } from './chain.ts';

export interface AuditLog {
  append(connection: Connection, event: DomainEvent, execution: Execution): Promise<unknown>;
}

interface EntryValues extends Omit<AuditEntry, 'changes'> {
  readonly changes: string;
}

const columns = sql.raw(
  'at, actor_kind, actor_id, action, aggregate, aggregate_id, version, correlation_id, changes',
);

const valuesOf = (value: StatementValue<EntryValues>) => sql`
  ${value('at')}::timestamptz, ${value('actor_kind')}::text, ${value('actor_id')}::text,
  ${value('action')}::text, ${value('aggregate')}::text, ${value('aggregate_id')}::uuid,
  ${value('version')}::bigint, ${value('correlation_id')}::text, ${value('changes')}::jsonb`;

/**
 * The first entry of an aggregate starts its chain and needs to look at nothing. A later one is
 * joined to the entry before it by the database, which knows that hash without a round trip.
 */
export function createAuditLog(schema: string): AuditLog {
  const table = sql.id(schema, '_audit_log');
  const start = sqlStatement(
    `${schema}._audit_log.start`,
    (value: StatementValue<EntryValues & { readonly hash: string }>) => sql`
      INSERT INTO ${table} (${columns}, hash) VALUES (${valuesOf(value)}, ${value('hash')})`,
  );
  const append = sqlStatement(
    `${schema}._audit_log.append`,
    (value: StatementValue<EntryValues & { readonly digest: string }>) => sql`
      INSERT INTO ${table} (${columns}, previous_hash, hash)
      SELECT ${valuesOf(value)}, previous.hash,
        encode(sha256(convert_to(coalesce(previous.hash, '') || ${value('digest')}, 'UTF8')), 'hex')
      FROM (VALUES ((
        SELECT hash FROM ${table} WHERE aggregate_id = ${value('aggregate_id')}
        ORDER BY seq DESC LIMIT 1
      ))) AS previous (hash)`,
  );

  return {
    append: (connection, event, execution) => {
      const entry = entryOf(event, execution);
      const digest = digestOf(entry);
      const values = { ...entry, changes: JSON.stringify(entry.changes) };
      return event.version === 1
        ? connection.affected(start, { ...values, hash: linkHash(null, digest) })
        : connection.affected(append, { ...values, digest });
    },
  };
}

function entryOf(event: DomainEvent, { actor, correlationId }: Execution): AuditEntry {
  return {
    at: event.occurredAt.toISOString(),
    actor_kind: actor.kind,
    actor_id: actor.id,
    action: event.name,
    aggregate: event.aggregate,
    aggregate_id: event.aggregateId,
    version: event.version,
    correlation_id: correlationId,
    changes: event.data,
  };
}
