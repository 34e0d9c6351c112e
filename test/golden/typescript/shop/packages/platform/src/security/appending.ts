import { sql } from 'kysely';
import { sqlStatement, type Connection, type StatementValue } from '../database/index.ts';
import { printable } from '../printable.ts';
import { digestOf, type SecurityEntry } from './chain.ts';
import type { SecurityEvent } from './security-log.ts';

/** One round trip for any number of entries. */
const statement = sqlStatement(
  '_security.audit_log.append',
  (value: StatementValue<{ entries: string }>) =>
    sql`SELECT "_security"."append_to_audit_log"(${value('entries')}::jsonb)`,
);

export async function append(
  connection: Connection,
  entries: readonly SecurityEntry[],
): Promise<void> {
  await connection.row(statement, { entries: appendable(entries) });
}

/** What the database's function takes. */
export const appendable = (entries: readonly SecurityEntry[]): string =>
  JSON.stringify(entries.map((entry) => ({ ...entry, digest: digestOf(entry) })));

/** What comes from outside is spelled out, so that nothing in it can keep the entry from being kept. */
export function entryOf(event: SecurityEvent): SecurityEntry {
  const { action, actor, address, method, route, correlationId, details } = event;
  return {
    ...stamp(),
    action,
    actor_kind: actor?.kind ?? null,
    actor_id: shown(actor?.id),
    client_id: shown(actor?.clientId),
    tenant: shown(actor?.tenant),
    address: shown(address),
    method: shown(method),
    route: shown(route),
    correlation_id: printable(correlationId),
    details: Object.fromEntries(
      Object.entries(details).map(([name, value]) => [
        printable(name),
        typeof value === 'string' ? printable(value) : value,
      ]),
    ),
  };
}

/** Of what the service does to the log by itself. */
export function ownEntry(action: string, details: SecurityEntry['details']): SecurityEntry {
  return {
    ...stamp(),
    action,
    actor_kind: 'system',
    actor_id: 'audit',
    client_id: null,
    tenant: null,
    address: null,
    method: null,
    route: null,
    correlation_id: Bun.randomUUIDv7(),
    details,
  };
}

const stamp = () => ({ id: Bun.randomUUIDv7(), at: new Date().toISOString() });

const shown = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : printable(text);
