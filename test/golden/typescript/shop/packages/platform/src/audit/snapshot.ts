import type { Client } from 'pg';
import { openClient } from '../database/client.ts';
import type { DatabaseAddress } from '../database/config.ts';
import { typeParsers } from '../database/types.ts';

/** Reads everything as of one moment: what is written meanwhile is in all tables or in none. */
export async function withSnapshot<T>(
  url: DatabaseAddress,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await openClient(url, { types: typeParsers });
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query('SET LOCAL statement_timeout = 0');
    return await work(client);
  } finally {
    await client.end();
  }
}

const batchSize = 1000;

/** Rows in batches, so that the size of a log does not matter. */
export async function* rowsOf<Row extends object>(
  client: Client,
  text: string,
  values: readonly unknown[] = [],
): AsyncGenerator<Row> {
  const cursor = `"${Bun.randomUUIDv7()}"`;
  await client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`, [...values]);
  for (;;) {
    const { rows } = await client.query<Row>(`FETCH ${batchSize} FROM ${cursor}`);
    if (rows.length === 0) break;
    yield* rows;
  }
  await client.query(`CLOSE ${cursor}`);
}
