import { digestOfJson, sha256 } from '../audit/digest.ts';

/** What an entry of the security log says, apart from its place in the chain. */
export interface SecurityEntry {
  readonly id: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly at: string;
  readonly action: string;
  readonly actor_kind: string | null;
  readonly actor_id: string | null;
  readonly client_id: string | null;
  readonly tenant: string | null;
  /** Null, like the method, where nobody asked: the service did it by itself. */
  readonly address: string | null;
  readonly method: string | null;
  readonly route: string | null;
  readonly correlation_id: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A place in the chain. Before the first entry it is 0, and the hash is empty. */
export interface Head {
  readonly position: number;
  readonly hash: string;
}

export const digestOf = (entry: SecurityEntry): string => digestOfJson(entry);

/** All entries form one chain without gaps. The database computes the same when one is appended. */
export function linkHash(previous: Head, digest: string): string {
  return sha256(`${previous.hash}${previous.position + 1}:${digest}`);
}
