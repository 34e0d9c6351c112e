import { Client } from 'pg';

export interface TestDatabase {
  /** the application's role */
  readonly url: string;
  /** the role that migrates */
  readonly migrationUrl: string;
  drop(): Promise<void>;
}

/** An empty database of its own on the server that the tests run with. */
export async function createDatabase(): Promise<TestDatabase> {
  const { DATABASE_URL: url, MIGRATION_DATABASE_URL: migrationUrl = url } = process.env;
  if (url === undefined || migrationUrl === undefined) {
    throw new Error('DATABASE_URL is not set: run the tests with bun run test.');
  }
  const name = `contract_${crypto.randomUUID().replaceAll('-', '')}`;
  await execute(migrationUrl, `create database ${name}`);
  return {
    url: inDatabase(url, name),
    migrationUrl: inDatabase(migrationUrl, name),
    drop: () => execute(migrationUrl, `drop database ${name} with (force)`),
  };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
