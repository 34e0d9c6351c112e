import { digestOfJson, sha256 } from '../../audit/digest.ts';

/** What an audit entry says, apart from its place in the chain. */
export interface AuditEntry {
  readonly at: string;
  readonly actor_kind: string;
  readonly actor_id: string;
  /** Through which client the actor came; null where none is known. */
  readonly client_id: string | null;
  readonly tenant: string | null;
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
 * without another round trip. Entries older than the columns of client and tenant have neither, so
 * what is null is left out.
 */
export function digestOf({ client_id, tenant, ...entry }: AuditEntry): string {
  return digestOfJson({
    ...entry,
    ...(client_id !== null && { client_id }),
    ...(tenant !== null && { tenant }),
  });
}

export function linkHash(previousHash: string | null, digest: string): string {
  return sha256((previousHash ?? '') + digest);
}
