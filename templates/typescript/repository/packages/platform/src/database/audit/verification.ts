import { escapeIdentifier, type Client } from 'pg';
import type { ContextSchema } from '../../migrations/files.ts';
import { openClient } from '../client.ts';
import type { DatabaseAddress } from '../config.ts';
import { typeParsers } from '../types.ts';
import { digestOf, linkHash, type AuditEntry } from './chain.ts';

export interface AuditFinding {
  readonly schema: string;
  readonly aggregate: string;
  readonly aggregateId: string;
  /** The entry concerned; null where one is missing. */
  readonly seq: number | null;
  readonly problem: string;
}

export interface AuditReport {
  readonly entries: number;
  readonly findings: readonly AuditFinding[];
}

/**
 * Computes every chain again and compares the last entry of each with the aggregate itself, so that
 * an entry that was changed, removed, inserted or cut off at the end is found.
 */
export async function verifyAudit(
  address: DatabaseAddress,
  contexts: readonly ContextSchema[],
): Promise<AuditReport> {
  const client = await openClient(address, { types: typeParsers });
  try {
    // One snapshot, so that what is written meanwhile is in the log and in the table or in neither.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query('SET LOCAL statement_timeout = 0');
    const reports: AuditReport[] = [];
    for (const context of contexts) {
      reports.push(await verifyContext(client, context));
    }
    return {
      entries: reports.reduce((sum, { entries }) => sum + entries, 0),
      findings: reports.flatMap(({ findings }) => findings),
    };
  } finally {
    await client.end();
  }
}

interface StoredEntry extends Omit<AuditEntry, 'at'> {
  readonly at: Date;
  readonly seq: number;
  readonly previous_hash: string | null;
  readonly hash: string;
}

const batchSize = 1000;

async function verifyContext(client: Client, context: ContextSchema): Promise<AuditReport> {
  const { schema } = context;
  const findings: AuditFinding[] = [];
  let entries = 0;
  let previous: StoredEntry | null = null;

  await client.query(
    `DECLARE entries NO SCROLL CURSOR FOR
     SELECT * FROM ${escapeIdentifier(schema)}."_audit_log" ORDER BY aggregate_id, seq`,
  );
  for (;;) {
    const { rows } = await client.query<StoredEntry>(`FETCH ${batchSize} FROM entries`);
    if (rows.length === 0) break;
    entries += rows.length;
    for (const entry of rows) {
      const before: StoredEntry | null =
        previous?.aggregate_id === entry.aggregate_id ? previous : null;
      const problem = problemOf(entry, before);
      if (problem !== null) findings.push(findingAt(schema, entry, problem));
      previous = entry;
    }
  }
  await client.query('CLOSE entries');
  return { entries, findings: [...findings, ...(await missingEntries(client, context))] };
}

function problemOf(entry: StoredEntry, before: StoredEntry | null): string | null {
  const { seq: _seq, hash, previous_hash: previousHash, at, ...rest } = entry;
  if (previousHash !== (before?.hash ?? null)) return 'does not follow the entry before it';
  if (entry.version !== (before?.version ?? 0) + 1) return 'is not the next version';
  const digest = digestOf({ at: at.toISOString(), ...rest });
  return hash === linkHash(previousHash, digest) ? null : 'was changed';
}

function findingAt(schema: string, entry: StoredEntry, problem: string): AuditFinding {
  const { aggregate, aggregate_id: aggregateId, seq } = entry;
  return { schema, aggregate, aggregateId, seq, problem };
}

async function missingEntries(
  client: Client,
  { schema, aggregates }: ContextSchema,
): Promise<readonly AuditFinding[]> {
  const findings: AuditFinding[] = [];
  const log = `${escapeIdentifier(schema)}."_audit_log"`;
  for (const [aggregate, table] of Object.entries(aggregates)) {
    const { rows } = await client.query<{ id: string }>(
      `SELECT "id" FROM ${escapeIdentifier(schema)}.${escapeIdentifier(table)} AS stored
       LEFT JOIN LATERAL (
         SELECT version AS last FROM ${log} WHERE aggregate_id = stored."id"
         ORDER BY seq DESC LIMIT 1
       ) AS audited ON true
       WHERE audited.last IS DISTINCT FROM stored."version"`,
    );
    for (const { id } of rows) {
      findings.push({
        schema,
        aggregate,
        aggregateId: id,
        seq: null,
        problem: 'has versions that are not in the audit log',
      });
    }
  }
  return findings;
}
