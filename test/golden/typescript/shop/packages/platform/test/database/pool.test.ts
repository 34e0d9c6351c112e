import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { sql } from 'kysely';
import { createDatabase, DatabaseUnavailable, sqlStatement } from '../../src/database/index.ts';
import { createTestTelemetry } from '../../src/telemetry/index.ts';
import { createTestDatabase, type TestDatabase } from '../../src/testing/index.ts';
import { eventually } from '../fixtures/eventually.ts';
import { notesMigrations } from '../fixtures/notes/notes.ts';

const sleep = sqlStatement<object>('sleep', () => sql`SELECT pg_sleep(5)`);
const one = sqlStatement<object, { one: number }>('one', () => sql`SELECT 1 AS one`);

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase({
    contexts: [notesMigrations],
    statementTimeoutMs: 1200,
    pool: { max: 2, acquireMs: 600 },
  });
});
afterAll(() => db.drop());

const poolOf = (url: () => string, min = 0, telemetry = createTestTelemetry()) =>
  createDatabase({
    config: {
      url: { current: url },
      replicaUrl: null,
      pool: { min, max: 5, idleMs: 30_000, acquireMs: 500 },
      statementTimeoutMs: 1000,
    },
    telemetry,
  });

async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no failure',
    (error: unknown) => (error instanceof DatabaseUnavailable ? error.reason : error),
  );
}

describe('the pool', () => {
  test('gives up a statement that takes too long', async () => {
    expect(await failure(db.database.primary.rows(sleep, {}))).toBe('statement-timeout');
  });

  test('lets nobody wait for a connection longer than agreed, and counts who did', async () => {
    const attempts = Array.from({ length: 3 }, () => failure(db.database.primary.rows(sleep, {})));

    expect((await Promise.all(attempts)).toSorted()).toEqual([
      'acquire-timeout',
      'statement-timeout',
      'statement-timeout',
    ]);
    expect(await db.telemetry.metrics.metrics()).toContain(
      'db_client_connection_timeouts_total{db_client_connection_pool_name="primary"} 1',
    );
  });

  test('has its minimum of connections open from the start', async () => {
    const database = await poolOf(() => `${db.url}?application_name=warm`, 3);

    const [row] = await db.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM pg_stat_activity WHERE application_name = 'warm'`,
    );

    expect(row?.count).toBe(3);
    await database.close();
  });

  test('tells a server that is away from a mistake', async () => {
    const database = await poolOf(() => 'postgres://nobody@127.0.0.1:1/none');

    expect(await failure(database.ping())).toBe('unreachable');
    await database.close();
  });

  test('goes on after the server has closed its connections', async () => {
    const database = await poolOf(() => `${db.url}?application_name=closed`, 2);
    await db.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'closed'`,
    );

    // The first to use a connection may be the one to find out that it is gone.
    await eventually(async () => {
      expect(await database.primary.row(one, {})).toEqual({ one: 1 });
    });
    await database.close();
  });

  test('reads its address again for every connection', async () => {
    let url = 'postgres://nobody@127.0.0.1:1/none';
    const database = await poolOf(() => url);
    expect(await failure(database.ping())).toBe('unreachable');

    url = db.url;

    expect(await failure(database.ping())).toBe('no failure');
    await database.close();
  });

  test('asks again while the password in the file is not the one of the server', async () => {
    let reads = 0;
    const wrong = new URL(db.url);
    wrong.password = 'rotated';
    const database = await poolOf(() => (++reads < 4 ? wrong.href : db.url));

    expect(await failure(database.ping())).toBe('no failure');

    await database.close();
  });

  test('lets nobody wait for a server that has been refusing for longer than that', async () => {
    let reads = 0;
    const wrong = new URL(db.url);
    wrong.password = 'rotated';
    const database = await poolOf(() => (++reads, wrong.href));
    expect(await failure(database.ping())).toBe('unreachable');
    const before = reads;

    expect(await failure(database.ping())).toBe('unreachable');

    expect(reads).toBe(before + 1);
    await database.close();
  });

  test('takes the last address that was readable', async () => {
    let url = `${db.url}?application_name=last`;
    const database = await poolOf(() => url);
    url = `${db.url}?sslmode=verify-full&sslrootcert=/absent`;

    expect(await failure(database.ping())).toBe('no failure');

    await database.close();
  });

  test('that is taken up to its last connection is still reachable, and asked once', async () => {
    const telemetry = createTestTelemetry();
    const database = await poolOf(() => db.url, 0, telemetry);
    const busy = Array.from({ length: 5 }, () => failure(database.primary.rows(sleep, {})));

    const answers = await Promise.all([1, 2, 3].map(() => failure(database.ping())));

    expect(answers).toEqual(['no failure', 'no failure', 'no failure']);
    expect(await telemetry.metrics.metrics()).toContain(
      'db_client_connection_timeouts_total{db_client_connection_pool_name="primary"} 1',
    );
    await Promise.all(busy);
    await database.close();
  });

  test('goes on after a migration has changed what a prepared statement gives', async () => {
    const database = await poolOf(() => `${db.url}?application_name=changed`, 1);
    const all = sqlStatement<object>('all', () => sql`SELECT * FROM notes.notes`);
    await database.primary.rows(all, {});
    await db.query('ALTER TABLE notes.notes ADD COLUMN more text');

    expect(await failure(database.primary.rows(all, {}))).toBe('conflict');

    expect(await failure(database.primary.rows(all, {}))).toBe('no failure');
    await database.close();
  });
});
