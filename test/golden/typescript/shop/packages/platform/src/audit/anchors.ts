import type { Client } from 'pg';
import type { Head } from '../security/chain.ts';

/** Up to where entries were taken away after they had been exported, by log. */
export type Anchors = ReadonlyMap<string, Head>;

export async function readAnchors(client: Client): Promise<Anchors> {
  const { rows } = await client.query<Head & { log: string }>(
    'SELECT log, position, hash FROM "_security"."audit_anchors"',
  );
  return new Map(rows.map(({ log, ...anchor }) => [log, anchor]));
}
