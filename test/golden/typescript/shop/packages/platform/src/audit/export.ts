import { escapeIdentifier, type Client } from 'pg';
import type { DatabaseAddress } from '../database/config.ts';
import { printableJson } from '../printable.ts';
import type { Head } from '../security/chain.ts';
import { readAnchors } from './anchors.ts';
import { auditColumns, type StoredAuditEntry } from './context-chains.ts';
import { isSeal, securityEntries } from './security-chain.ts';
import { rowsOf, withSnapshot } from './snapshot.ts';

export interface ExportOptions {
  readonly url: DatabaseAddress;
  /** Where an earlier export ended; null: from the first entry that is left. */
  readonly after: Head | null;
  /** Takes a line of JSON at a time. */
  readonly write: (line: string) => Promise<void> | void;
}

/** The log does not continue where the earlier export ended. */
export class ExportRefused extends Error {
  override readonly name = 'ExportRefused';
}

/**
 * All entries after a place, in the order of the security log. What a context has comes right before
 * the entry that seals it, so one place says how far all logs have been exported; the newest
 * entries of contexts follow once they are sealed.
 * @returns where it ended
 */
export function exportAudit({ url, after, write }: ExportOptions): Promise<Head> {
  return withSnapshot(url, async (client) => {
    let last = await startOf(client, after);
    for await (const entry of securityEntries(client, last.position)) {
      if (entry.action === 'audit.sealed' && isSeal(entry.details)) {
        const { schema, from, to } = entry.details;
        for await (const sealed of sealedEntries(client, schema, from, to)) {
          await write(lineOf({ log: schema, ...sealed }));
        }
      }
      await write(lineOf({ log: '_security', ...entry }));
      last = { position: entry.position, hash: entry.hash };
    }
    return last;
  });
}

const lineOf = (value: object): string => `${printableJson(JSON.stringify(value))}\n`;

async function startOf(client: Client, after: Head | null): Promise<Head> {
  const anchor = (await readAnchors(client)).get('_security') ?? { position: 0, hash: '' };
  if (after === null) return anchor;
  const { rows } = await client.query<{ hash: string }>(
    'SELECT hash FROM "_security"."audit_log" WHERE position = $1',
    [after.position],
  );
  const hash = after.position === anchor.position ? anchor.hash : rows[0]?.hash;
  if (hash === after.hash) return after;
  throw new ExportRefused(
    after.position < anchor.position
      ? `entries up to ${anchor.position} were taken away; what follows ${after.position} is gone`
      : `entry ${after.position} is not there, or is not the one that was exported`,
  );
}

const sealedEntries = (client: Client, schema: string, from: number, to: number) =>
  rowsOf<StoredAuditEntry>(
    client,
    `SELECT ${auditColumns} FROM ${escapeIdentifier(schema)}."_audit_log"
     WHERE seq > ${from} AND seq <= ${to} ORDER BY seq`,
  );
