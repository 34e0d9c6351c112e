import { escapeIdentifier, type Client } from 'pg';
import { digestOf, linkHash, type AuditEntry } from '../database/audit/chain.ts';
import type { ContextSchema } from '../migrations/files.ts';
import { instantOf } from './digest.ts';
import type { AuditFinding } from './finding.ts';
import { rowsOf } from './snapshot.ts';

export interface StoredAuditEntry extends Omit<AuditEntry, 'at'> {
  readonly at: Date;
  readonly seq: number;
  readonly previous_hash: string | null;
  readonly hash: string;
}

export const auditColumns = `seq, at, actor_kind, actor_id, client_id, tenant, action, aggregate,
  aggregate_id, version, correlation_id, changes, previous_hash, hash`;

export interface ContextReport {
  readonly entries: number;
  readonly findings: readonly AuditFinding[];
}

/**
 * Computes every chain of a context again and compares the last entry of each with the aggregate
 * itself.
 * @param pruned the last entry that was taken away after it had been exported; 0: none was
 */
export async function verifyContextLog(
  client: Client,
  context: ContextSchema,
  pruned: number,
): Promise<ContextReport> {
  const { schema } = context;
  const findings: AuditFinding[] = [];
  let entries = 0;
  let previous: StoredAuditEntry | null = null;
  const all = rowsOf<StoredAuditEntry>(
    client,
    `SELECT ${auditColumns} FROM ${escapeIdentifier(schema)}."_audit_log" ORDER BY aggregate_id, seq`,
  );
  for await (const entry of all) {
    entries += 1;
    const before: StoredAuditEntry | null =
      previous?.aggregate_id === entry.aggregate_id ? previous : null;
    const problem = problemOf(entry, before, pruned > 0);
    if (problem !== null) {
      const { seq, aggregate, aggregate_id: id } = entry;
      findings.push({ log: schema, where: `entry ${seq} of ${aggregate} ${id}`, problem });
    }
    previous = entry;
  }
  return { entries, findings: [...findings, ...(await missingEntries(client, context, pruned))] };
}

function problemOf(
  { seq: _seq, hash, previous_hash: previousHash, at, ...entry }: StoredAuditEntry,
  before: StoredAuditEntry | null,
  mayBegin: boolean,
): string | null {
  // The first entry that is left after others were taken away rests on the seals.
  const isLaterStart = mayBegin && before === null && previousHash !== null && entry.version > 1;
  if (!isLaterStart) {
    if (previousHash !== (before?.hash ?? null)) return 'does not follow the entry before it';
    if (entry.version !== (before?.version ?? 0) + 1) return 'is not the next version';
  }
  const digest = digestOf({ ...entry, at: instantOf(at) });
  return hash === linkHash(previousHash, digest) ? null : 'was changed';
}

async function missingEntries(
  client: Client,
  { schema, aggregates }: ContextSchema,
  pruned: number,
): Promise<readonly AuditFinding[]> {
  const findings: AuditFinding[] = [];
  const log = `${escapeIdentifier(schema)}."_audit_log"`;
  for (const [aggregate, table] of Object.entries(aggregates)) {
    const missing = rowsOf<{ id: string }>(
      client,
      `SELECT "id" FROM ${escapeIdentifier(schema)}.${escapeIdentifier(table)} AS stored
       LEFT JOIN LATERAL (
         SELECT version AS last FROM ${log} WHERE aggregate_id = stored."id"
         ORDER BY seq DESC LIMIT 1
       ) AS audited ON true
       WHERE audited.last IS DISTINCT FROM stored."version"
         ${pruned > 0 ? 'AND audited.last IS NOT NULL' : ''}`,
    );
    for await (const { id } of missing) {
      findings.push({
        log: schema,
        where: `${aggregate} ${id}`,
        problem: 'has versions that are not in the audit log',
      });
    }
  }
  return findings;
}
