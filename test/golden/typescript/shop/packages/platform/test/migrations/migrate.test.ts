import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate, MigrationRefused } from '../../src/migrations/index.ts';
import { createTestDatabase, type TestDatabase } from '../../src/testing/index.ts';
import { notesMigrations } from '../fixtures/notes/notes.ts';

let db: TestDatabase;
let directory: string;

beforeEach(async () => {
  db = await createTestDatabase({ contexts: [notesMigrations] });
  directory = await mkdtemp(join(tmpdir(), 'migrations-'));
  await cp(notesMigrations.directory, directory, { recursive: true });
});
afterEach(async () => {
  await rm(directory, { recursive: true });
  await db.drop();
});

const migrateAgain = (applicationUrl = db.url) =>
  migrate({
    url: { current: () => db.ownerUrl },
    applicationUrl: { current: () => applicationUrl },
    contexts: [{ ...notesMigrations, directory }],
    statementTimeoutMs: 10_000,
    logger: db.telemetry.logger,
  });

const note = `INSERT INTO notes.notes VALUES ('0190a000-0000-7000-8000-000000000000', 'kept', 1)`;

describe('migrating', () => {
  test('adds what is new to a database full of data', async () => {
    await db.query(note);
    await writeFile(
      join(directory, '0002_add_body.sql'),
      `ALTER TABLE notes.notes ADD COLUMN body text NOT NULL DEFAULT ''`,
    );

    await migrateAgain();

    expect(await db.query('SELECT title, body FROM notes.notes')).toEqual([
      { title: 'kept', body: '' },
    ]);
  });

  test('changes nothing the second time, nor when several processes start at once', async () => {
    const applied = () => db.query('SELECT name, applied_at FROM notes._migrations ORDER BY name');
    const before = await applied();

    await Promise.all([migrateAgain(), migrateAgain(), migrateAgain()]);

    expect(await applied()).toEqual(before);
  });

  test('keeps nothing of a file that fails', async () => {
    await writeFile(join(directory, '0002_fail.sql'), `${note}; SELECT 1 / 0`);

    await expect(migrateAgain()).rejects.toThrow('division by zero');

    expect(await db.query('SELECT title FROM notes.notes')).toEqual([]);
  });

  test('refuses a file that was changed after it had been applied', async () => {
    await writeFile(join(directory, '0001_create_notes.sql'), 'SELECT 1');

    await expect(migrateAgain()).rejects.toBeInstanceOf(MigrationRefused);
  });

  describe('without a transaction', () => {
    const build = 'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS twice ON notes.notes';
    const isValid = () =>
      db.query(`SELECT indisvalid AS valid FROM pg_index
        WHERE indexrelid = to_regclass('notes.twice')`);
    beforeEach(async () => {
      await db.query(note);
      await writeFile(
        join(directory, '0002_index.sql'),
        `-- no transaction\n${build} (lower(title))`,
      );
    });

    test('leaves nothing of an index that cannot be built, and builds it once it can', async () => {
      const other = note.replace('0190', '0191').replace('kept', 'Kept');
      await db.query(other);
      await expect(migrateAgain()).rejects.toThrow('twice');
      expect(await isValid()).toEqual([]);
      await db.query(`DELETE FROM notes.notes WHERE title = 'Kept'`);

      await migrateAgain();

      expect(await isValid()).toEqual([{ valid: true }]);
    });

    test('does not take an index for built that an interrupted build has left', async () => {
      await db.query(note.replace('0190', '0191').replace('kept', 'Kept'));
      await expect(db.query(`${build} (lower(title))`)).rejects.toThrow();
      await db.query(`DELETE FROM notes.notes WHERE title = 'Kept'`);

      // IF NOT EXISTS alone would skip it and call that a success, now and for ever.
      await expect(migrateAgain()).rejects.toBeInstanceOf(MigrationRefused);
      await expect(migrateAgain()).rejects.toThrow('"notes"."twice"');

      await db.query('DROP INDEX notes.twice');
      await migrateAgain();
      expect(await isValid()).toEqual([{ valid: true }]);
    });

    test('waits for those who were there before', async () => {
      const other = new Client({ connectionString: db.ownerUrl });
      await other.connect();
      await other.query('BEGIN');
      await other.query(`UPDATE notes.notes SET version = 2`);

      const migrating = migrateAgain();
      // Longer than a migration in a transaction would wait.
      await Bun.sleep(5_500);
      await other.query('COMMIT');
      await other.end();
      await migrating;

      expect(await isValid()).toEqual([{ valid: true }]);
    }, 15_000);

    test('takes one statement for each file', async () => {
      await writeFile(
        join(directory, '0003_two.sql'),
        `-- no transaction\n${build.replace('twice', 'one')} (title);\n${build} (title, version);\n`,
      );

      await expect(migrateAgain()).rejects.toThrow('one statement only');
    });
  });
});
