import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import { openClient } from '../database/client.ts';
import { securitySchema } from './files.ts';
import type { MigrateOptions } from './migrate.ts';

/** Sessions of the application that hold a transaction open without working in it are ended. */
const idleInTransactionTimeout = '30s';

/**
 * The application's role reads and writes rows, and that is all: it creates nothing, alters
 * nothing, and the audit logs only grow, the security log by its function alone. The owner keeps
 * everything, so where both URLs name one role there is nothing to grant.
 */
export async function grantPrivileges(owner: Client, options: MigrateOptions): Promise<void> {
  const application = await describeApplication(options);
  const { rows } = await owner.query<{ role: string; database: string; isOwn: boolean }>(
    `SELECT current_user AS role, datname AS database,
       pg_has_role(current_user, datdba, 'USAGE') AS "isOwn"
     FROM pg_database WHERE datname = current_database()`,
  );
  const [current] = rows;
  if (current === undefined || current.role === application.role) return;

  await owner.query('BEGIN');
  await grant(owner, escapeIdentifier(application.role), options);
  if (current.isOwn) await closeDatabase(owner, escapeIdentifier(current.database));
  await owner.query('COMMIT');
}

/** At once, so that the application is never without a privilege that it had. */
async function grant(owner: Client, role: string, options: MigrateOptions): Promise<void> {
  const security = escapeIdentifier(securitySchema.schema);
  for (const { schema } of [securitySchema, ...options.contexts]) {
    const name = escapeIdentifier(schema);
    // What is made between two migrations is no exception.
    await owner.query(`
      REVOKE ALL ON SCHEMA ${name} FROM PUBLIC, ${role};
      REVOKE ALL ON ALL TABLES IN SCHEMA ${name} FROM PUBLIC, ${role};
      GRANT USAGE ON SCHEMA ${name} TO ${role};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${name} TO ${role};
      ALTER DEFAULT PRIVILEGES IN SCHEMA ${name}
        GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${role};
      REVOKE ALL ON ${name}."_migrations" FROM ${role};
    `);
  }
  for (const { schema } of options.contexts) await grantAppending(owner, role, schema);
  await owner.query(`
    REVOKE INSERT, UPDATE, DELETE
      ON ${security}."audit_log", ${security}."audit_head", ${security}."audit_anchors" FROM ${role};
    GRANT EXECUTE ON FUNCTION ${security}."append_to_audit_log" TO ${role};
  `);
}

/** An entry gets its number from the sequence: with one far ahead, none after it would be sealed. */
async function grantAppending(owner: Client, role: string, schema: string): Promise<void> {
  const log = `${escapeIdentifier(schema)}."_audit_log"`;
  const { rows } = await owner.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attidentity = ''`,
    [log],
  );
  const columns = rows.map(({ name }) => escapeIdentifier(name)).join(', ');
  await owner.query(`
    REVOKE INSERT, UPDATE, DELETE ON ${log} FROM ${role};
    GRANT INSERT (${columns}) ON ${log} TO ${role};
  `);
}

/** Of what a database gives everybody: making tables of a session, and whatever `public` allows. */
async function closeDatabase(owner: Client, database: string): Promise<void> {
  await owner.query(`
    REVOKE CREATE, TEMPORARY ON DATABASE ${database} FROM PUBLIC;
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
  `);
}

/**
 * The role is asked for rather than read from the URL: a pooler or a service file may map it. On
 * the way it gets its defaults, which hold through PgBouncer, where a connection cannot bring its
 * own. Any role may set its own defaults.
 */
async function describeApplication(options: MigrateOptions): Promise<{ role: string }> {
  const client = await openClient(options.applicationUrl);
  try {
    const { rows } = await client.query<{ role: string; database: string }>(
      'SELECT current_user AS role, current_database() AS database',
    );
    const [row] = rows;
    if (row === undefined) throw new Error('the database does not say who the application is');
    const where = `${escapeIdentifier(row.role)} IN DATABASE ${escapeIdentifier(row.database)}`;
    await client.query(`
      ALTER ROLE ${where} SET statement_timeout = ${escapeLiteral(`${options.statementTimeoutMs}ms`)};
      ALTER ROLE ${where} SET idle_in_transaction_session_timeout = ${escapeLiteral(idleInTransactionTimeout)};
    `);
    return { role: row.role };
  } finally {
    await client.end();
  }
}
