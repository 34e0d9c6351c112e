import { createHash, randomUUID } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import { createDatabase, type Database } from '../database/index.ts';
import { readMigrations, readSecurityMigrations, securitySchema } from '../migrations/files.ts';
import { migrate, type ContextSchema } from '../migrations/index.ts';
import { createTestTelemetry, type Telemetry } from '../telemetry/index.ts';

export interface TestDatabase {
  /** Connected as the application, with the privileges it has in production. */
  readonly database: Database;
  readonly telemetry: Telemetry;
  readonly url: string;
  /** Of a role that acts as the owner of the tables. */
  readonly ownerUrl: string;
  /** Runs SQL as the owner, to arrange and to look. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Deletes all rows. */
  empty(): Promise<void>;
  /** Disconnects and deletes the database. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  readonly contexts: readonly ContextSchema[];
  readonly statementTimeoutMs?: number;
  readonly pool?: { readonly max: number; readonly acquireMs: number };
}

const statementTimeoutMs = 10_000;

/**
 * A database of one's own, copied in milliseconds from a template that is migrated once. The server
 * is the one of DATABASE_URL; MIGRATION_DATABASE_URL must be allowed to create databases.
 */
export async function createTestDatabase(options: TestDatabaseOptions): Promise<TestDatabase> {
  const applicationUrl = addressFrom('DATABASE_URL');
  const ownerUrl = process.env['MIGRATION_DATABASE_URL'] ?? applicationUrl;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = withDatabase(applicationUrl, name);
  const ownUrl = withDatabase(ownerUrl, name);

  const server = await connected(ownerUrl);
  await cloneTemplate(server, name, { ...options, applicationUrl, ownerUrl });
  const owner = await connected(ownUrl);
  const telemetry = createTestTelemetry();
  const database = await createDatabase({
    config: {
      url: { current: () => url },
      replicaUrl: null,
      pool: { min: 0, max: 10, acquireMs: 5000, idleMs: 30_000, ...options.pool },
      statementTimeoutMs: options.statementTimeoutMs ?? statementTimeoutMs,
    },
    telemetry,
  });

  return {
    database,
    telemetry,
    url,
    ownerUrl: ownUrl,
    query: async (text, values = []) => (await owner.query(text, [...values])).rows,
    empty: () => emptyTables(owner, options.contexts),
    drop: async () => {
      await Promise.all([database.close(), owner.end()]);
      await server.query(`DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`);
      await server.end();
    },
  };
}

interface TemplateOptions extends TestDatabaseOptions {
  readonly applicationUrl: string;
  readonly ownerUrl: string;
}

/** Any number will do, as long as all test files take the same one. */
const lockKey = 7_317_946_202;

/** Test files run at the same time, also in several processes: one builds the template. */
async function cloneTemplate(
  server: Client,
  name: string,
  options: TemplateOptions,
): Promise<void> {
  const template = await templateName(options.contexts);
  // Another process may be building it, which takes longer than a migration should wait for a lock.
  await server.query('SET lock_timeout = 0');
  await server.query('SELECT pg_advisory_lock($1)', [lockKey]);
  try {
    const { rowCount } = await server.query('SELECT FROM pg_database WHERE datname = $1', [
      template,
    ]);
    if (rowCount === 0) await buildTemplate(server, template, options);
    await server.query(
      `CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(template)}`,
    );
  } finally {
    await server.query('SELECT pg_advisory_unlock($1)', [lockKey]);
  }
}

/** It gets its name once it is complete, so that one left half built is never copied. */
async function buildTemplate(
  server: Client,
  template: string,
  { contexts, applicationUrl, ownerUrl }: TemplateOptions,
): Promise<void> {
  const unfinished = `${template}_unfinished`;
  await server.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(unfinished)} WITH (FORCE)`);
  await server.query(`CREATE DATABASE ${escapeIdentifier(unfinished)}`);
  await migrate({
    url: { current: () => withDatabase(ownerUrl, unfinished) },
    applicationUrl: { current: () => withDatabase(applicationUrl, unfinished) },
    contexts,
    statementTimeoutMs,
    logger: createTestTelemetry().logger,
  });
  await server.query(
    `ALTER DATABASE ${escapeIdentifier(unfinished)} RENAME TO ${escapeIdentifier(template)}`,
  );
}

async function emptyTables(owner: Client, contexts: readonly ContextSchema[]): Promise<void> {
  const { rows } = await owner.query<{ table: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS table FROM pg_tables
     WHERE schemaname = ANY ($1) AND tablename NOT IN ('_migrations', 'audit_head')`,
    [[securitySchema.schema, ...contexts.map(({ schema }) => schema)]],
  );
  // Faster than TRUNCATE, which makes new files for every table and index.
  await owner.query(rows.map(({ table }) => `DELETE FROM ${table}`).join(';'));
  await owner.query(`UPDATE "_security"."audit_head" SET position = 0, hash = ''`);
}

async function templateName(contexts: readonly ContextSchema[]): Promise<string> {
  const files = await Promise.all([readSecurityMigrations(), ...contexts.map(readMigrations)]);
  const checksums = [securitySchema, ...contexts].map(({ schema }, index) => [
    schema,
    (files[index] ?? []).map(({ name, checksum }) => [name, checksum]),
  ]);
  const hash = createHash('sha256').update(JSON.stringify(checksums)).digest('hex');
  return `template_${hash.slice(0, 24)}`;
}

async function connected(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

function addressFrom(variable: string): string {
  const url = process.env[variable];
  if (url === undefined || url === '') {
    throw new Error(`${variable} is not set; "bun run test" starts a PostgreSQL and sets it`);
  }
  return url;
}
