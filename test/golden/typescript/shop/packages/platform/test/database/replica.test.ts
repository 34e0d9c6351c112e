import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { sql } from 'kysely';
import { createDatabase, sqlStatement, type Database } from '../../src/database/index.ts';
import { createTestTelemetry } from '../../src/telemetry/index.ts';
import { createTestDatabase, type TestDatabase } from '../../src/testing/index.ts';
import { aNote, execution, notesMigrations, notesOf } from '../fixtures/notes/notes.ts';

const count = sqlStatement<object, { notes: number }>(
  'count',
  () => sql`SELECT count(*) AS notes FROM notes.notes`,
);

let primary: TestDatabase;
let replica: TestDatabase;
let database: Database;

// Two databases that never meet: which one answers shows in what it knows.
beforeAll(async () => {
  [primary, replica] = await Promise.all([
    createTestDatabase({ contexts: [notesMigrations] }),
    createTestDatabase({ contexts: [notesMigrations] }),
  ]);
  database = await createDatabase({
    config: {
      url: { current: () => primary.url },
      replicaUrl: { current: () => replica.url },
      pool: { min: 0, max: 5, idleMs: 30_000, acquireMs: 5000 },
      statementTimeoutMs: 10_000,
    },
    telemetry: createTestTelemetry(),
  });
});
afterAll(async () => {
  await database.close();
  await Promise.all([primary.drop(), replica.drop()]);
});

const readerCalled = (id: string) => ({ actor: { ...execution.actor, id } });

describe('reading', () => {
  test('goes to the replica, but for a while not for who has just written', async () => {
    const writer = { ...execution, ...readerCalled('writer') };
    await notesOf({ ...primary, database }).run(writer, ({ notes }) => notes.add(aNote()));

    const seen = (id: string) => database.readsOf(readerCalled(id)).row(count, {});

    expect(await seen('writer')).toEqual({ notes: 1 });
    expect(await seen('somebody else')).toEqual({ notes: 0 });
  });
});
