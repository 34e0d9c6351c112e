import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { securitySchema } from './files.ts';
import type { MigrateOptions } from './migrate.ts';

/** Sessions of the application that hold a transaction open without working in it are ended. */
const idleInTransactionTimeout = '30s';

/**
 * The application's role reads and writes rows, and that is all: it creates nothing, alters
 * nothing, and the audit log only grows. The owner keeps everything, so where both URLs name one
 * role there is nothing to grant.
 */
export async function grantPrivileges(owner: Client, options: MigrateOptions): Promise<void> {
  const application = await describeApplication(options);
  const { rows } = await owner.query<{ role: string }>('SELECT current_user AS role');
  if (rows[0]?.role === application.role) return;

  const role = escapeIdentifier(application.role);
  const audited = [
    { schema: securitySchema.schema, log: 'audit_log' },
    ...options.contexts.map(({ schema }) => ({ schema, log: '_audit_log' })),
  ];
  for (const { schema, log } of audited) {
    const name = escapeIdentifier(schema);
    await owner.query(`
      REVOKE ALL ON SCHEMA ${name} FROM PUBLIC, ${role};
      REVOKE ALL ON ALL TABLES IN SCHEMA ${name} FROM PUBLIC, ${role};
      GRANT USAGE ON SCHEMA ${name} TO ${role};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${name} TO ${role};
      REVOKE UPDATE, DELETE ON ${name}.${escapeIdentifier(log)} FROM ${role};
      REVOKE ALL ON ${name}."_migrations" FROM ${role};
    `);
  }
}

/**
 * The role is asked for rather than read from the URL: a pooler or a service file may map it. On
 * the way it gets its defaults, which hold through PgBouncer, where a connection cannot bring its
 * own. Any role may set its own defaults.
 */
async function describeApplication(options: MigrateOptions): Promise<{ role: string }> {
  const client = new Client({ connectionString: options.applicationUrl });
  await client.connect();
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
