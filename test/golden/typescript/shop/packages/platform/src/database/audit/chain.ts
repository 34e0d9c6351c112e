import { createHash } from 'node:crypto';

/** What an audit entry says, apart from its place in the chain. */
export interface AuditEntry {
  readonly at: string;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly action: string;
  readonly aggregate: string;
  readonly aggregate_id: string;
  readonly version: number;
  readonly correlation_id: string;
  readonly changes: unknown;
}

/**
 * Entries of one aggregate form a chain: `hash = sha256(previous hash + digest)`. The row lock of
 * the aggregate serialises its chain, so writers of different aggregates never wait for each other.
 * The digest is computed here; the database joins it to the previous hash, which it alone knows
 * without another round trip.
 */
export function digestOf(entry: AuditEntry): string {
  return sha256(canonicalJson(entry));
}

export function linkHash(previousHash: string | null, digest: string): string {
  return sha256((previousHash ?? '') + digest);
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** JSON with sorted keys: what comes back from a jsonb column gives the same text as what went in. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isPlainObject(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
