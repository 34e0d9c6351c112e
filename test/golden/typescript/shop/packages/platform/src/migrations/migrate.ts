import { escapeIdentifier, type Client } from 'pg';
import { openClient } from '../database/client.ts';
import type { DatabaseAddress } from '../database/config.ts';
import type { Logger } from '../telemetry/index.ts';
import {
  readMigrations,
  readSecurityMigrations,
  securitySchema,
  type ContextSchema,
  type MigrationFile,
} from './files.ts';
import { runWithoutTransaction } from './no-transaction.ts';
import { grantPrivileges } from './privileges.ts';
import { MigrationRefused } from './refused.ts';

export interface MigrateOptions {
  /**
   * Of the owner of the schemas, or of a role that acts as the owner. A direct connection: session
   * locks do not survive a pooler.
   */
  readonly url: DatabaseAddress;
  /** What the application connects with; its role gets the privileges it needs and no more. */
  readonly applicationUrl: DatabaseAddress;
  readonly contexts: readonly ContextSchema[];
  readonly statementTimeoutMs: number;
  readonly logger: Logger;
}

/** Any number will do, as long as every migrating process takes the same one. */
const lockKey = 7_317_946_201;

/** A statement that waits longer than this for a lock would stop the traffic queued behind it. */
const lockTimeout = '5s';

/**
 * Applies what is new, context by context, each file in a transaction of its own. Several
 * processes may start at once: one migrates, the others wait and find nothing to do.
 */
export async function migrate(options: MigrateOptions): Promise<void> {
  const client = await openClient(options.url, { application_name: 'migrate' });
  try {
    // A timeout would leave an index built concurrently behind, invalid.
    await client.query('SET statement_timeout = 0; SET lock_timeout = 0');
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    await client.query(`SET lock_timeout = '${lockTimeout}'`);
    const { contexts, logger } = options;
    await migrateSchema(client, securitySchema.schema, await readSecurityMigrations(), logger);
    for (const context of contexts) {
      await migrateSchema(client, context.schema, await readMigrations(context), logger);
    }
    await grantPrivileges(client, options);
  } finally {
    await client.end();
  }
}

async function migrateSchema(
  client: Client,
  schema: string,
  files: readonly MigrationFile[],
  logger: Logger,
): Promise<void> {
  const table = tableOf(schema);
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${escapeIdentifier(schema)}`);
  await client.query(`CREATE TABLE IF NOT EXISTS ${table} (
    "name" text PRIMARY KEY,
    "checksum" text NOT NULL,
    "applied_at" timestamptz NOT NULL DEFAULT now()
  )`);
  const { rows } = await client.query<{ name: string; checksum: string }>(
    `SELECT name, checksum FROM ${table}`,
  );
  const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));

  for (const file of files) {
    const checksum = applied.get(file.name);
    if (checksum === file.checksum) continue;
    if (checksum !== undefined) {
      throw new MigrationRefused(
        `${schema}/${file.name} was changed after it had been applied; add a new migration instead`,
      );
    }
    await apply(client, schema, file);
    logger.info({ schema, migration: file.name }, 'migration applied');
  }
}

function tableOf(schema: string): string {
  return `${escapeIdentifier(schema)}."_migrations"`;
}

async function apply(client: Client, schema: string, file: MigrationFile): Promise<void> {
  const remember = () =>
    client.query(`INSERT INTO ${tableOf(schema)} (name, checksum) VALUES ($1, $2)`, [
      file.name,
      file.checksum,
    ]);
  if (!file.transactional) {
    await client.query('SET lock_timeout = 0');
    await runWithoutTransaction(client, schema, file);
    await client.query(`SET lock_timeout = '${lockTimeout}'`);
    await remember();
    return;
  }
  await client.query('BEGIN');
  try {
    await client.query(file.sql);
    await remember();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
