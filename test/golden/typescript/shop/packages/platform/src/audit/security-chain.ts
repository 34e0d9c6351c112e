import { escapeIdentifier, type Client } from 'pg';
import { digestOf, linkHash, type Head, type SecurityEntry } from '../security/chain.ts';
import type { Anchors } from './anchors.ts';
import { instantOf } from './digest.ts';
import type { AuditFinding } from './finding.ts';
import { rowsOf } from './snapshot.ts';

export interface StoredEntry extends Omit<SecurityEntry, 'at'> {
  readonly at: Date;
  readonly position: number;
  readonly hash: string;
}

/** Entries after a position, in order. */
export const securityEntries = (client: Client, after: number): AsyncGenerator<StoredEntry> =>
  rowsOf<StoredEntry>(
    client,
    `SELECT position, id, at, action, actor_kind, actor_id, client_id, tenant, address, method,
       route, correlation_id, details, hash
     FROM "_security"."audit_log" WHERE position > ${after} ORDER BY position`,
  );

export interface SecurityReport {
  readonly entries: number;
  /** The last entry. */
  readonly head: Head;
  readonly findings: readonly AuditFinding[];
}

const log = '_security';

/**
 * Computes the chain again, from what was taken away after an export to the end that the database
 * has noted, and compares what was sealed with the logs of the contexts.
 */
export async function verifySecurityLog(
  client: Client,
  anchors: Anchors,
  noted: Head | null,
): Promise<SecurityReport> {
  const findings: AuditFinding[] = [];
  const found = (position: number | null, problem: string): void =>
    void findings.push({ log, where: position === null ? null : `entry ${position}`, problem });
  const seals = createSeals(client, anchors);
  const start = anchors.get(log) ?? beginning;
  let last = start;
  let entries = 0;
  let pruned: StoredEntry | null = null;
  let isNotedSeen = noted === null || isSame(noted, start);

  for await (const { position, hash, ...entry } of securityEntries(client, 0)) {
    entries += 1;
    if (position !== last.position + 1) found(position, 'does not follow the entry before it');
    else if (hash !== linkHash(last, digestOf(written(entry)))) found(position, 'was changed');
    last = { position, hash };
    if (noted !== null && isSame(noted, last)) isNotedSeen = true;
    if (entry.action === 'audit.sealed') findings.push(...(await seals.check(entry.details)));
    if (entry.action === 'audit.pruned') pruned = { ...entry, position, hash };
  }

  const head = await storedHead(client);
  if (head === null) found(null, 'has no note of its end');
  else if (!isSame(head, last)) found(null, `ends at ${last.position}, not at ${head.position}`);
  if (!isNotedSeen) found(null, `does not go through ${noted?.position}, the head noted earlier`);
  if (!areRecorded(anchors, pruned)) found(null, 'was cut off at its beginning without a record');
  return { entries, head: last, findings };
}

const beginning: Head = { position: 0, hash: '' };

const isSame = (one: Head, other: Head): boolean =>
  one.position === other.position && one.hash === other.hash;

/** As it was when its digest was computed. */
const written = ({ at, ...entry }: Omit<StoredEntry, 'position' | 'hash'>): SecurityEntry => ({
  ...entry,
  at: instantOf(at),
});

async function storedHead(client: Client): Promise<Head | null> {
  const { rows } = await client.query<Head>('SELECT position, hash FROM "_security"."audit_head"');
  return rows[0] ?? null;
}

/** Whatever is taken away leaves an entry that says up to where. */
function areRecorded(anchors: Anchors, pruned: StoredEntry | null): boolean {
  const recorded = Object.entries(pruned?.details ?? {});
  return (
    recorded.length === anchors.size &&
    recorded.every(([name, position]) => anchors.get(name)?.position === position)
  );
}

/** What a seal says of the log of a context. */
interface Seal {
  readonly schema: string;
  readonly from: number;
  readonly to: number;
  readonly entries: number;
  readonly digest: string;
}

function createSeals(client: Client, anchors: Anchors) {
  const sealed = new Map<string, number>();

  return {
    async check(details: SecurityEntry['details']): Promise<readonly AuditFinding[]> {
      if (!isSeal(details)) return [{ log, where: null, problem: 'has a seal of an unknown form' }];
      const { schema, from, to } = details;
      const finding = (problem: string): readonly AuditFinding[] => [
        { log: schema, where: `entries ${from + 1} to ${to}`, problem },
      ];
      const before = sealed.get(schema) ?? anchors.get(schema)?.position ?? 0;
      sealed.set(schema, to);
      if (from !== before) return finding('are sealed without those before them');
      const range = await sealedRange(client, details);
      if (range === null) return finding('are gone, with their table');
      if (range.count !== details.entries)
        return finding(`were ${details.entries} when they were sealed, and are ${range.count} now`);
      return range.digest === details.digest ? [] : finding('are not those that were sealed');
    },
  };
}

async function sealedRange(
  client: Client,
  { schema, from, to }: Seal,
): Promise<{ count: number; digest: string | null } | null> {
  const table = `${escapeIdentifier(schema)}."_audit_log"`;
  const known = await client.query<{ is: boolean }>('SELECT to_regclass($1) IS NOT NULL AS is', [
    table,
  ]);
  if (known.rows[0]?.is !== true) return null;
  const { rows } = await client.query<{ count: number; digest: string | null }>(
    `SELECT count(*) AS count,
       encode(sha256(convert_to(string_agg(hash, '' ORDER BY seq), 'UTF8')), 'hex') AS digest
     FROM ${table} WHERE seq > $1 AND seq <= $2`,
    [from, to],
  );
  return rows[0] ?? null;
}

export function isSeal(
  details: SecurityEntry['details'],
): details is SecurityEntry['details'] & Seal {
  const { schema, from, to, entries, digest } = details;
  return (
    typeof schema === 'string' &&
    [from, to, entries].every((value) => Number.isSafeInteger(value)) &&
    typeof digest === 'string'
  );
}
