import type { DomainEvent } from '@packages/kernel';
import type { Execution } from '@packages/kernel/application';
import { sql, type RawBuilder } from 'kysely';
import { printable } from '../../printable.ts';
import type { StatementValue } from '../statement.ts';
import { digestOf, linkHash, type AuditEntry } from './chain.ts';

/** What an entry is written from. */
export interface AuditValues extends Omit<AuditEntry, 'changes'> {
  readonly changes: string;
  /** Of the entry itself; the hash that starts a chain, where it is the first. */
  readonly digest: string;
}

type Value = StatementValue<AuditValues>;

const columns = sql.raw(
  `at, actor_kind, actor_id, client_id, tenant, action, aggregate, aggregate_id, version,
   correlation_id, changes`,
);

const valuesOf = (value: Value) => sql`
  ${value('at')}::timestamptz, ${value('actor_kind')}::text, ${value('actor_id')}::text,
  ${value('client_id')}::text, ${value('tenant')}::text,
  ${value('action')}::text, ${value('aggregate')}::text, ${value('aggregate_id')}::uuid,
  ${value('version')}::bigint, ${value('correlation_id')}::text, ${value('changes')}::jsonb`;

/** The first entry of an aggregate starts its chain and needs to look at nothing. */
export const startOfChain = (schema: string, value: Value): RawBuilder<unknown> => sql`
  INSERT INTO ${sql.id(schema, '_audit_log')} (${columns}, hash)
  VALUES (${valuesOf(value)}, ${value('digest')})`;

/**
 * A later entry is joined to the entry before it by the database, which knows that hash without a
 * round trip.
 */
export const nextOfChain = (schema: string, value: Value): RawBuilder<unknown> => sql`
  INSERT INTO ${sql.id(schema, '_audit_log')} (${columns}, previous_hash, hash)
  SELECT ${valuesOf(value)}, previous.hash,
    encode(sha256(convert_to(coalesce(previous.hash, '') || ${value('digest')}, 'UTF8')), 'hex')
  FROM (VALUES ((
    SELECT hash FROM ${sql.id(schema, '_audit_log')}
    WHERE aggregate_id = ${value('aggregate_id')} ORDER BY seq DESC LIMIT 1
  ))) AS previous (hash)`;

export const startsChain = ({ version }: DomainEvent): boolean => version === 1;

export function auditValues(event: DomainEvent, { actor, correlationId }: Execution): AuditValues {
  const entry: AuditEntry = {
    at: event.occurredAt.toISOString(),
    actor_kind: actor.kind,
    actor_id: printable(actor.id),
    client_id: actor.clientId === null ? null : printable(actor.clientId),
    tenant: actor.tenant === null ? null : printable(actor.tenant),
    action: event.name,
    aggregate: event.aggregate,
    aggregate_id: event.aggregateId,
    version: event.version,
    correlation_id: correlationId,
    changes: event.data,
  };
  const digest = digestOf(entry);
  return {
    ...entry,
    changes: JSON.stringify(entry.changes),
    digest: startsChain(event) ? linkHash(null, digest) : digest,
  };
}
