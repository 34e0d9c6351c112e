import { escapeIdentifier, type Client } from 'pg';
import { openClient } from '../database/client.ts';
import type { DatabaseAddress } from '../database/config.ts';
import { typeParsers } from '../database/types.ts';
import { appendable, ownEntry } from '../security/appending.ts';
import type { Head } from '../security/chain.ts';
import { readAnchors } from './anchors.ts';
import { isSeal, securityEntries } from './security-chain.ts';

export interface PruneOptions {
  /** Of the owner of the logs: the application may not take anything away. */
  readonly url: DatabaseAddress;
  /** Where an export ended; what it holds is taken away. */
  readonly through: Head;
}

/** Nothing was taken away. */
export class PruneRefused extends Error {
  override readonly name = 'PruneRefused';
}

/**
 * Takes away what was exported: the security log up to a place, and of each context what is sealed
 * there. The anchors and an entry of the log say so, and verification goes on from them.
 * @returns how many entries were taken away
 */
export async function pruneAudit({ url, through }: PruneOptions): Promise<number> {
  const client = await openClient(url, { types: typeParsers });
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL statement_timeout = 0');
    // Nothing else is taken away meanwhile. What is appended comes behind, and nobody who signs in
    // waits for as long as this takes.
    await client.query('LOCK TABLE "_security"."audit_anchors" IN SHARE ROW EXCLUSIVE MODE');
    await checkPlace(client, through);
    const removed = await takeAway(client, await placesAt(client, through));
    await client.query('COMMIT');
    return removed;
  } finally {
    await client.end();
  }
}

async function checkPlace(client: Client, { position, hash }: Head): Promise<void> {
  const { rows } = await client.query<{ hash: string }>(
    'SELECT hash FROM "_security"."audit_log" WHERE position = $1',
    [position],
  );
  if (rows[0]?.hash !== hash) {
    throw new PruneRefused(`entry ${position} is not there, or is not the one that was exported`);
  }
}

/** Up to where each log goes: what earlier prunings left, and what was sealed since. */
async function placesAt(client: Client, through: Head): Promise<ReadonlyMap<string, Head>> {
  const places = new Map(await readAnchors(client));
  for await (const { position, action, details } of securityEntries(client, 0)) {
    if (position > through.position) break;
    if (action === 'audit.sealed' && isSeal(details)) {
      places.set(details.schema, { position: details.to, hash: details.digest });
    }
  }
  return places.set('_security', through);
}

async function takeAway(client: Client, places: ReadonlyMap<string, Head>): Promise<number> {
  let removed = 0;
  for (const [log, { position, hash }] of places) {
    const [table, column] =
      log === '_security'
        ? ['"_security"."audit_log"', 'position']
        : [`${escapeIdentifier(log)}."_audit_log"`, 'seq'];
    const { rowCount } = await client.query(`DELETE FROM ${table} WHERE ${column} <= $1`, [
      position,
    ]);
    removed += rowCount ?? 0;
    await client.query(
      `INSERT INTO "_security"."audit_anchors" (log, position, hash) VALUES ($1, $2, $3)
       ON CONFLICT (log) DO UPDATE SET position = excluded.position, hash = excluded.hash`,
      [log, position, hash],
    );
  }
  const entry = ownEntry(
    'audit.pruned',
    Object.fromEntries([...places].map(([log, { position }]) => [log, position])),
  );
  await client.query('SELECT "_security"."append_to_audit_log"($1::jsonb)', [appendable([entry])]);
  return removed;
}
