import { createHash } from 'node:crypto';

/** What an entry of the security log says, apart from its hash. */
export interface SecurityEntry {
  readonly position: number;
  /** RFC 3339, UTC, milliseconds. */
  readonly at: string;
  readonly action: string;
  readonly actor_kind: string | null;
  readonly actor_id: string | null;
  readonly client_id: string | null;
  readonly tenant: string | null;
  readonly address: string;
  readonly method: string;
  readonly route: string | null;
  readonly correlation_id: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** All entries form one chain without gaps: `hash = sha256(previous hash + entry)`. */
export function hashOf(previousHash: string | null, entry: SecurityEntry): string {
  const { details, ...rest } = entry;
  const members = { ...rest, ...prefixed(details) };
  const canonical = JSON.stringify(
    Object.entries(members).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  return createHash('sha256')
    .update((previousHash ?? '') + canonical, 'utf8')
    .digest('hex');
}

const prefixed = (details: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(details).map(([name, value]) => [`details.${name}`, value]));
