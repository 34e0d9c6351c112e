import { expect } from 'vitest';
import { snake } from '../../../src/blueprint/names.ts';
import {
  createTestDatabase,
  databaseUrl,
  type Role,
  type TestDatabase,
  withClient,
} from '../../support/postgres.ts';
import type { Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { tableOf } from '../holding.ts';
import { migrate, type World } from '../world.ts';

/** insufficient_privilege */
const denied = '42501';

/** Owner, migrator and application: who may do what in the database. */
export function roleCases(resource: Resource): Case[] {
  const schema = `"${snake(resource.context.name)}"`;
  const table = tableOf(resource);
  return [
    ...Object.entries(forbidden(schema, table)).map(([deed, sql]): Case => ({
      id: `roles/application/may not ${deed}`,
      title: `the application role may not ${deed}`,
      async run(world) {
        expect(await outcome(world.database, world.database.application, sql)).toBe(denied);
      },
    })),
    {
      id: 'roles/application/may not become another role',
      title: 'the application role is a member of nothing and cannot become the owner',
      async run(world) {
        const owner = await ownerOf(world, table);
        const sql = `SET ROLE "${owner}"`;
        expect(await outcome(world.database, world.database.application, sql)).toBe(denied);
        const [row] = await world.query(
          `SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls AS more,
             (SELECT count(*)::int FROM pg_auth_members WHERE member = pg_roles.oid) AS memberships
           FROM pg_roles WHERE rolname = '${world.database.application.name}'`,
        );
        expect(row).toEqual({ more: false, memberships: 0 });
      },
    },
    {
      id: 'roles/application/may not enter another database',
      title:
        'the application role cannot connect to the database of another repository, nor to the common ones',
      async run(world) {
        const other = await createTestDatabase(world.subject.postgres, 'another');
        world.closing(() => other.drop());
        const { application } = world.database;
        for (const name of [other.name, 'postgres', 'template1']) {
          const there = databaseUrl({ ...world.database, name }, application);
          await expect(withClient(there, async () => 'it may')).rejects.toThrow(
            'permission denied for database',
          );
        }
      },
    },
    {
      id: 'roles/owner/has everything and no login',
      title: 'schemas and everything in them belong to a role that nobody can log in as',
      async run(world) {
        const owners = await world.query(
          `SELECT DISTINCT rolname, rolcanlogin FROM pg_roles WHERE oid IN (
             SELECT nspowner FROM pg_namespace WHERE nspname IN ('_security', '${snake(resource.context.name)}')
             UNION SELECT relowner FROM pg_class
               WHERE relnamespace IN ('_security'::regnamespace, '${schema}'::regnamespace)
             UNION SELECT proowner FROM pg_proc WHERE pronamespace = '_security'::regnamespace)`,
        );
        expect(owners).toEqual([{ rolname: expect.stringContaining('owner'), rolcanlogin: false }]);
      },
    },
    {
      id: 'roles/everybody/may do nothing',
      title: 'nothing in the schemas, in public or on the database is open to everybody',
      async run(world) {
        const open = await world.query(
          `SELECT nspname AS name FROM pg_namespace, aclexplode(nspacl)
           WHERE grantee = 0 AND nspname NOT IN ('pg_catalog', 'information_schema')
           UNION ALL
           SELECT datname FROM pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba)))
           WHERE grantee = 0 AND datname = current_database()
           UNION ALL
           SELECT relname FROM pg_class, aclexplode(relacl)
           WHERE grantee = 0 AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
           UNION ALL
           SELECT proname FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner)))
           WHERE grantee = 0 AND pronamespace::regnamespace::text IN ('_security')`,
        );
        expect(open).toEqual([]);
      },
    },
    {
      id: 'roles/migration/one role that owns and migrates',
      title: 'where one role owns the schemas and logs in itself, migrations work as well',
      timeoutMs: 60_000,
      async run(world) {
        const database = await createTestDatabase(world.subject.postgres, 'one role', {
          ownerLogsIn: true,
        });
        world.closing(() => database.drop());
        const environment = await world.environment({
          DATABASE_URL: databaseUrl(database, database.application),
          MIGRATION_DATABASE_URL: databaseUrl(database, database.owner),
        });
        await migrate(world.subject.verbs, environment);
        await migrate(world.subject.verbs, environment);
        const sql = `DELETE FROM ${schema}."_audit_log"`;
        expect(await outcome(database, database.application, sql)).toBe(denied);
      },
    },
  ];
}

function forbidden(schema: string, table: string): Readonly<Record<string, string>> {
  return {
    'create a function': `CREATE FUNCTION ${schema}.intruder() RETURNS int LANGUAGE sql RETURN 1`,
    'create a temporary table': 'CREATE TEMPORARY TABLE intruder ()',
    'create a table beside the security log': 'CREATE TABLE "_security".intruder ()',
    'create an extension': `CREATE EXTENSION pg_stat_statements SCHEMA ${schema}`,
    'create a role': 'CREATE ROLE intruder',
    'disable triggers': `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
    'take a table over': `ALTER TABLE ${table} OWNER TO CURRENT_USER`,
    'take the function of the security log over':
      'ALTER FUNCTION "_security"."append_to_audit_log" OWNER TO CURRENT_USER',
    'switch row security': `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    'switch triggers off for its session': 'SET session_replication_role = replica',
    'insert into the security log past its function':
      'INSERT INTO "_security"."audit_log" SELECT * FROM "_security"."audit_log"',
    'update the security log': `UPDATE "_security"."audit_log" SET "action" = 'x'`,
    'delete from the security log': 'DELETE FROM "_security"."audit_log"',
    'truncate the security log': 'TRUNCATE "_security"."audit_log"',
    'move the end of the security log': 'UPDATE "_security"."audit_head" SET "position" = 0',
    'say that the security log was pruned': `INSERT INTO "_security"."audit_anchors" VALUES ('_security', 1, '')`,
    'lock the audit log': `LOCK TABLE ${schema}."_audit_log" IN ACCESS EXCLUSIVE MODE`,
    'read what was migrated': `SELECT * FROM ${schema}."_migrations"`,
    'change what was migrated': `UPDATE ${schema}."_migrations" SET "checksum" = ''`,
    'read what was migrated for security': 'SELECT * FROM "_security"."_migrations"',
    'run a program': `COPY ${table} TO PROGRAM 'id'`,
    'read a file by COPY': `COPY ${table} FROM '/etc/passwd'`,
    'read a file': `SELECT pg_read_file('/etc/passwd')`,
    'list a folder': `SELECT pg_ls_dir('/')`,
    'make a large object': 'SELECT lo_create(0)',
    'make a large object of bytes': `SELECT lo_from_bytea(0, 'x')`,
    'import a large object': `SELECT lo_import('/etc/passwd')`,
    'read password hashes': 'SELECT * FROM pg_authid',
    'reload the configuration': 'SELECT pg_reload_conf()',
  };
}

/** The code of the error, or that there was none; nothing of it is kept. */
async function outcome(database: TestDatabase, role: Role, sql: string): Promise<string> {
  return withClient(databaseUrl(database, role), async (client) => {
    try {
      await client.query('BEGIN');
      await client.query(sql);
      return 'it may';
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : String(error);
    } finally {
      await client.query('ROLLBACK');
    }
  });
}

async function ownerOf(world: World, table: string): Promise<string> {
  const [row] = await world.query(
    `SELECT pg_get_userbyid(relowner) AS owner FROM pg_class WHERE oid = '${table}'::regclass`,
  );
  return String(row?.['owner']);
}
