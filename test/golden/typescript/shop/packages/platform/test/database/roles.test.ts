import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '../../src/migrations/index.ts';
import { createTestDatabase, type TestDatabase } from '../../src/testing/index.ts';
import { anEvent, keep } from '../audit/arranging.ts';
import { addressOf } from '../fixtures/address.ts';
import { notesMigrations } from '../fixtures/notes/notes.ts';

let db: TestDatabase;
let application: Client;
/** Where one role owns the tables and uses them, the application needs one of its own. */
let ownRole: string | null = null;

const migrateWith = (applicationUrl: string, directory = notesMigrations.directory) =>
  migrate({
    url: addressOf(db.ownerUrl),
    applicationUrl: addressOf(applicationUrl),
    contexts: [{ ...notesMigrations, directory }],
    statementTimeoutMs: 10_000,
    logger: db.telemetry.logger,
  });

const url = () => {
  const address = new URL(db.url);
  if (ownRole !== null) [address.username, address.password] = [ownRole, 'secret'];
  return address.href;
};

const aSeal = (change: object) => ({
  action: 'audit.sealed',
  details: { schema: 'notes', from: 0, to: 1, entries: 0, digest: 'x', ...change },
});

beforeAll(async () => {
  db = await createTestDatabase({ contexts: [notesMigrations] });
  if (new URL(db.url).username === new URL(db.ownerUrl).username) {
    ownRole = `application_${Bun.randomUUIDv7().slice(-12)}`;
    await db.query(`CREATE ROLE ${ownRole} LOGIN PASSWORD 'secret'`);
  }
  await migrateWith(url());
  await keep(db, [anEvent('access.denied')]);
  application = new Client({ connectionString: url() });
  await application.connect();
});
afterAll(async () => {
  await application.end();
  if (ownRole !== null) await db.query(`DROP OWNED BY ${ownRole}; DROP ROLE ${ownRole}`);
  await db.drop();
});

beforeEach(() => application.query('BEGIN'));
afterEach(() => application.query('ROLLBACK'));

describe('the role of the application', () => {
  test.each([
    `INSERT INTO notes.notes VALUES ('0190a000-0000-7000-8000-000000000000', 'kept', 1)`,
    'UPDATE notes.notes SET version = 2',
    'DELETE FROM notes.notes',
    'SELECT * FROM notes._audit_log',
    'SELECT * FROM _security.audit_log',
    `SELECT _security.append_to_audit_log('[]')`,
  ])('may: %s', async (statement) => {
    expect(await application.query(statement)).toBeDefined();
  });

  test.each([
    // What is there.
    'CREATE SCHEMA more',
    'CREATE TABLE notes.more ()',
    'CREATE TABLE _security.more ()',
    'CREATE TABLE public.more ()',
    'CREATE TEMPORARY TABLE more ()',
    'CREATE FUNCTION notes.more() RETURNS int LANGUAGE sql RETURN 1',
    'CREATE EXTENSION pg_stat_statements SCHEMA notes',
    'CREATE INDEX ON notes.notes (version)',
    'CREATE ROLE more',
    'ALTER TABLE notes.notes ADD COLUMN more text',
    'ALTER TABLE notes.notes OWNER TO CURRENT_USER',
    'ALTER TABLE notes.notes DISABLE TRIGGER ALL',
    'ALTER TABLE notes.notes ENABLE ROW LEVEL SECURITY',
    'ALTER SCHEMA notes OWNER TO CURRENT_USER',
    'ALTER FUNCTION _security.append_to_audit_log SECURITY INVOKER',
    'DROP TABLE notes.notes',
    'DROP SCHEMA notes CASCADE',
    'TRUNCATE notes.notes',
    'LOCK TABLE notes._migrations',
    // What happened.
    `UPDATE notes._audit_log SET actor_id = 'nobody'`,
    'DELETE FROM notes._audit_log',
    `INSERT INTO notes._audit_log (seq, at, actor_kind, actor_id, action, aggregate, aggregate_id,
       version, correlation_id, changes, hash) OVERRIDING SYSTEM VALUE
     VALUES (9000000000000000000, now(), 'user', 'nobody', 'NoteCreated', 'Note',
       '0190a000-0000-7000-8000-000000000000', 1, 'a-correlation', '{}', '')`,
    'TRUNCATE notes._audit_log',
    'SELECT * FROM notes._audit_log FOR UPDATE',
    `INSERT INTO _security.audit_log SELECT * FROM _security.audit_log`,
    `UPDATE _security.audit_log SET actor_id = 'nobody'`,
    'DELETE FROM _security.audit_log',
    'TRUNCATE _security.audit_log',
    'UPDATE _security.audit_head SET position = 0',
    'DELETE FROM _security.audit_head',
    `INSERT INTO _security.audit_anchors VALUES ('_security', 1, '')`,
    // What was migrated.
    'SELECT * FROM notes._migrations',
    `UPDATE notes._migrations SET checksum = ''`,
    'DELETE FROM _security._migrations',
    // The server.
    `SET session_replication_role = replica`,
    `COPY notes.notes TO PROGRAM 'id'`,
    `COPY notes.notes FROM '/etc/passwd'`,
    `SELECT pg_read_file('/etc/passwd')`,
    `SELECT pg_ls_dir('/')`,
    `SELECT lo_import('/etc/passwd')`,
    'SELECT * FROM pg_authid',
    'SELECT pg_reload_conf()',
  ])('may not: %s', async (statement) => {
    await expect(application.query(statement)).rejects.toThrow(
      /permission denied|must be owner|must be able to|not allowed/i,
    );
  });

  test.each([
    ['that something was taken away', { action: 'audit.pruned', details: { notes: 1 } }],
    ['a seal of what is not there', aSeal({ to: 9_000_000 })],
    ['a seal of nothing', aSeal({ to: null, digest: null })],
    ['a seal of a log that is none', aSeal({ schema: 'nowhere' })],
    ['a seal of a log without a name', aSeal({ schema: '' })],
    ['a time that is none', { at: 'infinity' }],
    ['a time that nobody can read', { at: '294276-01-01T00:00:00Z' }],
    ['what nobody can read', { details: { a: [[[]]] } }],
    ['details that are none', { details: 'text' }],
    ['more than an entry is', { details: { a: 'x'.repeat(200_000) } }],
  ])('cannot tell the security log %s', async (_name, change) => {
    const entry = {
      id: Bun.randomUUIDv7(),
      at: new Date().toISOString(),
      action: 'access.denied',
      correlation_id: 'a-correlation',
      details: {},
      digest: 'x',
      ...change,
    };

    await expect(
      application.query('SELECT _security.append_to_audit_log($1::jsonb)', [
        JSON.stringify([entry]),
      ]),
    ).rejects.toThrow(/^(?:this is no entry|this seal is not true|only the owner takes)/);
  });

  test.each(['CREATE DATABASE more', `ALTER SYSTEM SET log_statement = 'all'`])(
    'may not, outside of a transaction: %s',
    async (statement) => {
      await application.query('ROLLBACK');

      await expect(application.query(statement)).rejects.toThrow('permission denied');
    },
  );

  test('cannot become who it is not', async () => {
    const [owner] = await db.query<{ role: string }>('SELECT current_user AS role');

    await expect(application.query(`SET ROLE "${owner?.role}"`)).rejects.toThrow(
      'permission denied to set role',
    );
  });

  test('is no superuser, makes no databases and roles, and passes no row security', async () => {
    const { rows } = await application.query(
      `SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls AS more,
         (SELECT count(*)::int FROM pg_auth_members WHERE member = pg_roles.oid) AS memberships
       FROM pg_roles WHERE rolname = current_user`,
    );

    expect(rows).toEqual([{ more: false, memberships: 0 }]);
  });
});

test('everybody else may do nothing in the schemas', async () => {
  const rows = await db.query(
    `SELECT nspname FROM pg_namespace, aclexplode(nspacl)
     WHERE grantee = 0 AND nspname IN ('public', 'notes', '_security')
     UNION ALL
     SELECT relname FROM pg_class, aclexplode(relacl)
     WHERE grantee = 0 AND relnamespace::regnamespace::text IN ('notes', '_security')
     UNION ALL
     SELECT proname FROM pg_proc, aclexplode(proacl)
     WHERE grantee = 0 AND pronamespace::regnamespace::text IN ('notes', '_security')`,
  );

  expect(rows).toEqual([]);
});

test('a table of a later migration is the application’s to use, and no more', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'migrations-'));
  await cp(notesMigrations.directory, directory, { recursive: true });
  await writeFile(join(directory, '0002_add_tags.sql'), 'CREATE TABLE notes.tags (tag text)');

  await migrateWith(url(), directory);

  await application.query(`INSERT INTO notes.tags VALUES ('a')`);
  await expect(application.query('DROP TABLE notes.tags')).rejects.toThrow('must be owner');
  await rm(directory, { recursive: true });
});
