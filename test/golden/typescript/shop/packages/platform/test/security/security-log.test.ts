import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { committing, createDatabase, rollingBack } from '../../src/database/index.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { createSecurityLog, type SecurityEvent } from '../../src/security/index.ts';
import { createTestDatabase, type TestDatabase } from '../../src/testing/index.ts';
import { createTestTelemetry } from '../../src/telemetry/index.ts';
import { anEvent, keep } from '../audit/arranging.ts';
import { addressOf } from '../fixtures/address.ts';
import { eventually } from '../fixtures/eventually.ts';
import { notesMigrations } from '../fixtures/notes/notes.ts';

let db: TestDatabase;
beforeEach(async () => {
  db = await createTestDatabase({ contexts: [notesMigrations] });
});
afterEach(() => db.drop());

const findings = async () =>
  (await verifyAudit({ url: addressOf(db.url), contexts: [notesMigrations], noted: null }))
    .findings;
const kept = (columns = 'action') =>
  db.query(`SELECT ${columns} FROM _security.audit_log ORDER BY position`);

const odd = [
  '',
  'plain',
  '\u0000',
  'a\r\nb',
  '\u001b[2J',
  '\u009b2J',
  '\ud800',
  'x\udc00\ud800',
  '\u2028\u2029',
  '\u202eabc',
  'é',
  'e\u0301',
  '\ufb01',
  '😀',
  '\\u{0}',
  '"\'\\',
  '$1; DROP TABLE x',
  '\ufffe\uffff',
  'x'.repeat(5000),
  '\u0000'.repeat(600),
];

describe('the security log', () => {
  test('says who did what from where', async () => {
    const actor = { kind: 'user', id: 'anna', clientId: 'web', tenant: 'acme' } as const;
    await keep(db, [anEvent('access.denied', { actor, details: { scope: 'notes:write' } })]);

    expect(await kept('*')).toMatchObject([
      {
        position: '1',
        action: 'access.denied',
        actor_kind: 'user',
        actor_id: 'anna',
        client_id: 'web',
        tenant: 'acme',
        address: '203.0.113.7',
        method: 'GET',
        route: '/v1/notes',
        correlation_id: 'a-correlation',
        details: { scope: 'notes:write' },
      },
    ]);
  });

  test('keeps whatever comes from outside, and gives no false alarm about it', async () => {
    await keep(
      db,
      odd.map((text) =>
        anEvent('access.denied', {
          actor: { kind: 'user', id: text, clientId: text, tenant: text },
          address: text,
          method: text,
          route: text,
          correlationId: text,
          details: { [text]: text, text },
        }),
      ),
    );

    const rows = await kept('*');
    expect(rows).toHaveLength(odd.length);
    expect(await findings()).toEqual([]);
    for (const row of rows) expect(JSON.stringify(row)).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
    const actors = await kept('DISTINCT actor_id, position');
    expect(new Set(actors.map((row) => JSON.stringify(row))).size).toBe(odd.length);
  });

  test('gives no false alarm about numbers that PostgreSQL writes otherwise', async () => {
    const numbers = [0, -0, 1e21, 1e-7, 5e-324, 1.797e308, 0.1 + 0.2, 2 ** 53, -1.5, NaN, Infinity];
    const random = Array.from(
      { length: 200 },
      () => (Math.random() - 0.5) * 10 ** (Math.random() * 600 - 300),
    );
    await keep(
      db,
      [...numbers, ...random].map((number) =>
        anEvent('limit.reached', { details: { number, 2: 1, 10: null, __proto: 'x', Z: 1, a: 2 } }),
      ),
    );

    expect(await kept()).toHaveLength(numbers.length + random.length);
    expect(await findings()).toEqual([]);
  });

  test('loses nothing and leaves no gap where several processes write at once', async () => {
    const events = Array.from({ length: 700 }, () => anEvent('authentication.missing'));
    await Promise.all([keep(db, events), keep(db, events), keep(db, events)]);

    const [row] = await db.query(
      'SELECT count(*) AS entries, max(position) AS last FROM _security.audit_log',
    );
    expect(row).toEqual({ entries: '2100', last: '2100' });
    expect(await findings()).toEqual([]);
  });

  test('keeps an event with the transaction that it tells of, or not at all', async () => {
    const log = createSecurityLog({ database: db.database, telemetry: db.telemetry });
    await db.database.transaction(async (transaction) => {
      await log.write(transaction, [anEvent('session.started')]);
      return rollingBack(undefined);
    });
    await db.database.transaction(async (transaction) => {
      await log.write(transaction, [anEvent('session.ended')]);
      return committing(undefined);
    });

    expect(await kept('position, action')).toEqual([{ position: '1', action: 'session.ended' }]);
    expect(await findings()).toEqual([]);
  });

  test('does not keep an event twice that is sent again', async () => {
    await keep(db, [anEvent('access.denied')]);
    const [{ entry } = { entry: {} }] = await db.query<{ entry: object }>(
      'SELECT to_jsonb(log) AS entry FROM _security.audit_log AS log',
    );

    await db.query('SELECT _security.append_to_audit_log($1::jsonb)', [
      JSON.stringify([{ ...entry, digest: 'x' }]),
    ]);

    expect(await kept()).toHaveLength(1);
    expect(await findings()).toEqual([]);
  });
});

describe('while the database is away', () => {
  const unreachable = { url: '' };
  const telemetry = createTestTelemetry();
  const record = (log: { record(event: SecurityEvent): void }, count: number) => {
    for (let index = 0; index < count; index += 1) log.record(anEvent('authentication.missing'));
  };
  const elsewhere = () =>
    createDatabase({
      config: {
        url: { current: () => unreachable.url },
        replicaUrl: null,
        pool: { min: 0, max: 1, idleMs: 1000, acquireMs: 300 },
        statementTimeoutMs: 1000,
      },
      telemetry,
    });

  test('events wait, nobody waits for them, and they are kept once it is back', async () => {
    unreachable.url = 'postgresql://nobody:x@127.0.0.1:1/x';
    const database = await elsewhere();
    const log = createSecurityLog({ database, telemetry, mostWaiting: 50 });

    const startedAt = performance.now();
    record(log, 60);
    expect(performance.now() - startedAt).toBeLessThan(250);
    await eventually(async () => {
      const metrics = await telemetry.metrics.metrics();
      expect(metrics).toContain('security_events_pending 50');
      expect(metrics).toContain('security_events_lost_total 10');
    });
    unreachable.url = db.url;
    await eventually(async () => expect(await kept()).toHaveLength(50));
    await log.stop();
    await database.close();

    expect(await findings()).toEqual([]);
  });
});

test('an entry that the database refuses stops none behind it', async () => {
  await db.query(`ALTER TABLE _security.audit_log ADD CHECK (method <> 'POISON')`);

  await keep(
    db,
    ['GET', 'PUT', 'POISON', 'POST'].map((method) => anEvent('access.denied', { method })),
  );

  expect(await kept('method')).toEqual([{ method: 'GET' }, { method: 'PUT' }, { method: 'POST' }]);
  expect(await findings()).toEqual([]);
});
