import { sql } from 'kysely';
import type { DomainEvent } from '@packages/kernel';
import type {
  Execution,
  IdempotentRequest,
  IntegrationEvent,
  StoredResponse,
} from '@packages/kernel/application';
import { digestOf, type AuditEntry } from '../audit/chain.ts';
import type { Connection } from '../connection.ts';
import { sqlStatement, type Statement, type StatementValue } from '../statement.ts';

/** What is kept beside the change itself, in its transaction. */
export interface Records {
  readonly audited: readonly DomainEvent[];
  readonly published: readonly IntegrationEvent[];
  readonly response: { readonly request: IdempotentRequest; readonly response: StoredResponse } | null;
}

export interface RecordWriter {
  /** The statements, already sent. */
  write(connection: Connection, execution: Execution, records: Records): readonly Promise<unknown>[];
}

interface RecordValues {
  readonly audit: string;
  readonly outbox: string;
  readonly idempotency: string;
}

const idempotencyHours = 24;

/**
 * One statement for all records, since each statement costs a round trip inside a transaction that
 * holds row locks. Rows travel as JSON, so the text stays the same however many there are.
 */
export function createRecordWriter(schema: string): RecordWriter {
  const auditLog = sql.id(schema, '_audit_log');
  const statement: Statement<RecordValues, never> = sqlStatement(
    `${schema}.records.insert`,
    (value: StatementValue<RecordValues>) => sql`
      WITH audited AS (
        INSERT INTO ${auditLog} (at, actor_kind, actor_id, action, aggregate, aggregate_id,
          version, correlation_id, changes, previous_hash, hash)
        SELECT entry.at, entry.actor_kind, entry.actor_id, entry.action, entry.aggregate,
          entry.aggregate_id, entry.version, entry.correlation_id, entry.changes, previous.hash,
          encode(sha256(convert_to(coalesce(previous.hash, '') || entry.digest, 'UTF8')), 'hex')
        FROM jsonb_to_recordset(${value('audit')}::jsonb) AS entry (at timestamptz,
          actor_kind text, actor_id text, action text, aggregate text, aggregate_id uuid,
          version bigint, correlation_id text, changes jsonb, digest text)
        LEFT JOIN LATERAL (
          SELECT hash FROM ${auditLog} AS earlier
          WHERE earlier.aggregate_id = entry.aggregate_id
          ORDER BY earlier.seq DESC LIMIT 1
        ) AS previous ON true
      ), published AS (
        INSERT INTO ${sql.id(schema, '_outbox')} (id, type, subject, event)
        SELECT (event ->> 'id')::uuid, event ->> 'type', event ->> 'subject', event
        FROM jsonb_array_elements(${value('outbox')}::jsonb) WITH ORDINALITY AS e (event, ordinal)
        ORDER BY ordinal
      )
      INSERT INTO ${sql.id(schema, '_idempotency')} (scope, key, fingerprint, status, headers,
        body, expires_at)
      SELECT scope, key, fingerprint, status, headers, body,
        now() + make_interval(hours => ${sql.lit(idempotencyHours)})
      FROM jsonb_to_recordset(${value('idempotency')}::jsonb) AS response (scope text, key text,
        fingerprint text, status integer, headers jsonb, body text)
      ON CONFLICT (scope, key) DO UPDATE SET fingerprint = excluded.fingerprint,
        status = excluded.status, headers = excluded.headers, body = excluded.body,
        expires_at = excluded.expires_at`,
  );

  const send = (connection: Connection, rows: RecordRows) =>
    connection.affected(statement, {
      audit: JSON.stringify(rows.audit),
      outbox: JSON.stringify(rows.outbox),
      idempotency: JSON.stringify(rows.idempotency),
    });

  return {
    write: (connection, execution, { audited, published, response }) => {
      const [first = [], ...later] = linksOf(audited.map((event) => entryOf(event, execution)));
      const idempotency = response === null ? [] : [idempotencyRow(response.request, response.response)];
      if (first.length + published.length + idempotency.length === 0) return [];
      return [
        send(connection, { audit: first.map(withDigest), outbox: published, idempotency }),
        ...later.map((entries) =>
          send(connection, { audit: entries.map(withDigest), outbox: [], idempotency: [] }),
        ),
      ];
    },
  };
}

interface RecordRows {
  readonly audit: readonly (AuditEntry & { readonly digest: string })[];
  readonly outbox: readonly IntegrationEvent[];
  readonly idempotency: readonly object[];
}

/**
 * Splits the entries so that each part holds at most one per aggregate: an entry is chained to what
 * the parts before have written. A change of one aggregate, which is nearly every one, is one part.
 */
function linksOf(entries: readonly AuditEntry[]): readonly (readonly AuditEntry[])[] {
  const parts: AuditEntry[][] = [];
  const seen = new Map<string, number>();
  for (const entry of entries) {
    const nth = seen.get(entry.aggregate_id) ?? 0;
    seen.set(entry.aggregate_id, nth + 1);
    (parts[nth] ??= []).push(entry);
  }
  return parts;
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

function withDigest(entry: AuditEntry): AuditEntry & { readonly digest: string } {
  return { ...entry, digest: digestOf(entry) };
}

function idempotencyRow({ scope, key, fingerprint }: IdempotentRequest, response: StoredResponse) {
  return { scope, key, fingerprint, ...response };
}
