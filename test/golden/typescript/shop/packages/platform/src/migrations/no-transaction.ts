import { DatabaseError, escapeIdentifier, type Client } from 'pg';
import type { MigrationFile } from './files.ts';
import { MigrationRefused } from './refused.ts';

/**
 * Runs a file such as CREATE INDEX CONCURRENTLY. It waits for older transactions as long as it
 * takes: nobody queues behind it, and a timeout would leave an invalid index. One that a failure
 * leaves is dropped again, and one that is there afterwards all the same, because IF NOT EXISTS
 * skips it, is a reason not to take the file for applied.
 */
export async function runWithoutTransaction(
  client: Client,
  schema: string,
  file: MigrationFile,
): Promise<void> {
  const before = await invalidIndexes(client, schema);
  try {
    // A named statement, which the server refuses to make of more than one command.
    await client.query({ name: file.checksum.slice(0, 40), text: file.sql });
  } catch (error) {
    if (isSeveralCommands(error)) {
      throw new MigrationRefused(
        `${schema}/${file.name} runs without a transaction and must hold one statement only; ` +
          'give each a file of its own',
      );
    }
    await dropInvalid(client, schema, before).catch(() => {});
    throw error;
  }
  const left = await invalidIndexes(client, schema);
  if (left.length > 0) {
    throw new MigrationRefused(
      `${schema}/${file.name} is not applied: drop what an interrupted build has left and ` +
        `migrate again: ${left.map((name) => qualified(schema, name)).join(', ')}`,
    );
  }
}

async function invalidIndexes(client: Client, schema: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT index.relname AS name
     FROM pg_index JOIN pg_class AS index ON index.oid = pg_index.indexrelid
     WHERE NOT pg_index.indisvalid AND index.relnamespace = to_regnamespace($1)`,
    [escapeIdentifier(schema)],
  );
  return rows.map(({ name }) => name);
}

async function dropInvalid(client: Client, schema: string, but: readonly string[]): Promise<void> {
  for (const name of await invalidIndexes(client, schema)) {
    if (but.includes(name)) continue;
    await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${qualified(schema, name)}`);
  }
}

function qualified(schema: string, name: string): string {
  return `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
}

/** A syntax error by its code, which says nothing; the text is all there is to tell it by. */
function isSeveralCommands(error: unknown): boolean {
  return error instanceof DatabaseError && /multiple commands/.test(error.message);
}
