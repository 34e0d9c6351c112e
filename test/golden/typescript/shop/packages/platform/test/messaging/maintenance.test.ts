import { afterAll, beforeAll, expect, test } from 'bun:test';
import { createLeaseQueue } from '../../src/messaging/lease-queue.ts';
import { createMaintenance } from '../../src/messaging/maintenance.ts';
import { createInboxMeter, createOutboxMeter } from '../../src/messaging/metrics.ts';
import { createTestDatabase, type TestDatabase } from '../../src/testing/index.ts';
import { notesMigrations } from '../fixtures/notes/notes.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase({ contexts: [notesMigrations] });
});
afterAll(() => db.drop());

const old = `now() - interval '60 days'`;

test('what is old is deleted in portions, until there is nothing left of it', async () => {
  await db.query(`INSERT INTO notes._outbox (id, type, subject, event, published_at)
    SELECT gen_random_uuid(), 't', 's', '{}', ${old} FROM generate_series(1, 7000)`);
  await db.query(`INSERT INTO notes._inbox (consumer, event_id, subject, event, processed_at)
    SELECT 'c', gen_random_uuid(), 's', '{}', ${old} FROM generate_series(1, 10)`);
  await db.query(`INSERT INTO notes._idempotency
    SELECT 's', n, '', 200, '{}', '', ${old} FROM generate_series(1, 12000) AS n`);
  await db.query(`INSERT INTO notes._sagas (id, saga, aggregate_id, status, done, data,
      correlation_id, deadline, created_at, updated_at)
    SELECT gen_random_uuid(), 'f', gen_random_uuid(), status, '[]', '{}', 'c', ${old}, ${old}, ${old}
    FROM unnest(ARRAY['running', 'completed', 'compensated']) AS status`);
  const { primary: connection } = db.database;
  const queueOf = (table: '_outbox' | '_inbox') =>
    createLeaseQueue({ connection, schema: 'notes', table, holder: Bun.randomUUIDv7() });
  const maintenance = createMaintenance({
    connection,
    queues: [{ schema: 'notes', outbox: queueOf('_outbox'), inbox: queueOf('_inbox') }],
    meter: createOutboxMeter(db.telemetry),
    inboxMeter: createInboxMeter(db.telemetry),
    logger: db.telemetry.logger,
  });

  expect([await maintenance.purge(), await maintenance.purge(), await maintenance.purge()]).toEqual(
    [true, true, false],
  );

  for (const table of ['_outbox', '_inbox', '_idempotency']) {
    expect(await db.query(`SELECT FROM notes.${table}`)).toEqual([]);
  }
  expect(await db.query('SELECT status FROM notes._sagas')).toEqual([{ status: 'running' }]);
});
