import { err, ok } from '@packages/kernel';
import type { EventHandler, IntegrationEvent, Outcome } from '@packages/kernel/application';
import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { DatabaseUnavailable } from '../../src/database/index.ts';
import { createMessaging, type Messaging } from '../../src/messaging/index.ts';
import { createTestTelemetry, type Telemetry } from '../../src/telemetry/index.ts';
import { createTestDatabase, type TestDatabase } from '../../src/testing/index.ts';
import { aNote, execution, notesMigrations, notesOf, type Note } from '../fixtures/notes/notes.ts';
import { eventually } from '../fixtures/eventually.ts';

const created = 'notes.note-created.v1';
const changed = 'notes.note-changed.v1';

let db: TestDatabase;
let unitOfWork: ReturnType<typeof notesOf>;
const running: Messaging[] = [];

beforeEach(async () => {
  db = await createTestDatabase({ contexts: [notesMigrations] });
  unitOfWork = notesOf(db);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((messaging) => messaging.stop()));
  await db.drop();
});

type Handle = (event: IntegrationEvent) => Promise<Outcome<unknown>>;

function handlerOf(consumer: string, handle: Handle): EventHandler {
  return {
    consumer,
    types: [created, changed],
    handle: (event, delivered) => unitOfWork.run(delivered, () => handle(event)),
  };
}

/** One process that relays events and hands them to the given handler. */
function start(handle: Handle, telemetry: Telemetry = db.telemetry): Messaging {
  return startAll([handlerOf('notes.follow', handle)], telemetry);
}

function startAll(
  handlers: readonly EventHandler[],
  telemetry: Telemetry = db.telemetry,
): Messaging {
  const messaging = createMessaging({
    database: db.database,
    telemetry,
    modules: [{ schema: 'notes', handlers, sweeps: [] }],
    subscriptions: handlers.flatMap(({ consumer, types }) =>
      types.map((type) => ({ type, schema: 'notes', consumer })),
    ),
  });
  messaging.start();
  running.push(messaging);
  return messaging;
}

async function write(note: Note): Promise<void> {
  await unitOfWork.run(execution, ({ notes }) => notes.add(note));
}

async function rename(note: Note): Promise<void> {
  await unitOfWork.run(execution, async ({ notes }) => {
    await notes.find(note.id);
    return notes.save(note);
  });
}

describe('an event', () => {
  test('reaches its consumer with the correlation of what caused it', async () => {
    const seen: IntegrationEvent[] = [];
    start(async (event) => ok(seen.push(event)));
    const note = aNote();

    await write(note);

    await eventually(() => expect(seen).toHaveLength(1));
    expect(seen[0]).toMatchObject({
      type: created,
      subject: note.id,
      correlationid: execution.correlationId,
      data: note,
    });
  });

  test('is handled once although it is delivered twice', async () => {
    const seen: string[] = [];
    start(async ({ id }) => ok(seen.push(id)));
    await write(aNote());
    await eventually(() => expect(seen).toHaveLength(1));

    // What a relay that died between publishing and marking leaves behind.
    await db.query('UPDATE notes._outbox SET published_at = NULL, locked_until = NULL');

    await eventually(async () => {
      const open = await db.query('SELECT FROM notes._outbox WHERE published_at IS NULL');
      expect(open).toEqual([]);
    });
    expect(await db.query('SELECT FROM notes._inbox')).toHaveLength(1);
    expect(seen).toHaveLength(1);
  });

  test('comes in order, also when the first of its aggregate fails for a while', async () => {
    const seen: string[] = [];
    let failures = 2;
    start(async (event) => {
      if (event.type === created && failures-- > 0) throw new Error('not yet');
      return ok(seen.push(event.type));
    });
    const note = aNote();

    await write(note);
    await rename({ ...note, title: Bun.randomUUIDv7(), version: 2 });

    await eventually(() => expect(seen).toEqual([created, changed]));
  });

  test('is handled once by two processes that work side by side', async () => {
    const seen: string[] = [];
    const handle: Handle = async ({ id }) => ok(seen.push(id));
    start(handle, createTestTelemetry());
    start(handle, createTestTelemetry());

    await Promise.all(Array.from({ length: 50 }, () => write(aNote())));

    await eventually(() => expect(new Set(seen).size).toBe(50));
    expect(seen).toHaveLength(50);
  });

  test('is kept for a person after the last attempt, while others flow', async () => {
    const poison = aNote();
    const seen: string[] = [];
    await write(poison);
    start(async ({ subject }) => {
      if (subject === poison.id) throw new Error('poison');
      return ok(seen.push(subject));
    });
    await eventually(async () => {
      expect(await db.query('SELECT FROM notes._inbox WHERE attempts > 0')).toHaveLength(1);
    });
    await db.query('UPDATE notes._inbox SET attempts = 9, available_at = now()');

    const good = aNote();
    await write(good);

    await eventually(async () => {
      const [dead] = await db.query<{ subject: string; last_error: string }>(
        'SELECT subject, last_error FROM notes._inbox WHERE dead_at IS NOT NULL',
      );
      expect(dead).toEqual({ subject: poison.id, last_error: 'Error: poison' });
      expect(seen).toEqual([good.id]);
    });
  });

  test('waits for a dependency as long as it takes', async () => {
    let available = false;
    const seen: string[] = [];
    start(async ({ subject }) =>
      available ? ok(seen.push(subject)) : err({ kind: 'unavailable', retryAfterSeconds: 0 }),
    );
    const note = aNote();
    await write(note);
    await db.query('UPDATE notes._inbox SET attempts = 9');
    await eventually(async () => {
      const waiting = `SELECT FROM notes._inbox WHERE last_error LIKE '%unavailable%'`;
      expect(await db.query(waiting)).toHaveLength(1);
    });

    available = true;

    await eventually(() => expect(seen).toEqual([note.id]));
  });

  test('does not wait for the dependency of another consumer', async () => {
    const asked: string[] = [];
    const seen: string[] = [];
    startAll([
      handlerOf('notes.charge', async ({ id }) => {
        asked.push(id);
        return err({ kind: 'unavailable', retryAfterSeconds: 30 });
      }),
      handlerOf('notes.follow', async ({ id }) => ok(seen.push(id))),
    ]);

    await Promise.all(Array.from({ length: 40 }, () => write(aNote())));

    await eventually(() => expect(seen).toHaveLength(40));
    // Those that were under way when the first answer came; the others are left alone.
    expect(asked.length).toBeLessThan(10);
    const [row] = await db.query<{ attempts: number }>(
      `SELECT max(attempts) AS attempts FROM notes._inbox WHERE consumer = 'notes.charge'`,
    );
    expect(row).toEqual({ attempts: 0 });
  });

  test.each(['invalid', 'taken'] as const)('that is %s is given up at once', async (kind) => {
    start(async () => err({ kind, violations: [] }));

    await write(aNote());

    await eventually(async () => {
      const dead = await db.query('SELECT attempts FROM notes._inbox WHERE dead_at IS NOT NULL');
      expect(dead).toEqual([{ attempts: 1 }]);
      expect(await db.telemetry.metrics.metrics()).toContain('inbox_dead_total 1');
    });
  });

  test('that takes its handler too long uses up its attempts', async () => {
    start(async () => {
      throw new DatabaseUnavailable('statement-timeout', null);
    });

    await write(aNote());

    await eventually(async () => {
      const [row] = await db.query<{ attempts: number }>('SELECT attempts FROM notes._inbox');
      expect(row?.attempts).toBeGreaterThan(1);
    });
  });

  test('is kept as new while the database is away', async () => {
    let away = true;
    const seen: string[] = [];
    start(async ({ id }) => {
      if (away) throw new DatabaseUnavailable('acquire-timeout', null);
      return ok(seen.push(id));
    });
    await write(aNote());
    await eventually(async () => {
      const waiting = 'SELECT attempts FROM notes._inbox WHERE last_error IS NOT NULL';
      expect(await db.query(waiting)).toEqual([{ attempts: 0 }]);
    });

    away = false;

    await eventually(() => expect(seen).toHaveLength(1));
  });

  test('is taken over when the process that claimed it has died', async () => {
    await write(aNote());
    await db.query(
      `UPDATE notes._outbox
       SET attempts = 1, locked_by = gen_random_uuid(), locked_until = now() - interval '1 second'`,
    );
    const seen: string[] = [];

    start(async ({ id }) => ok(seen.push(id)));

    await eventually(() => expect(seen).toHaveLength(1));
  });

  test('is given up when it has killed every process that tried it', async () => {
    await write(aNote());
    await db.query(
      `UPDATE notes._outbox SET attempts = 10, locked_until = now() - interval '1 second'`,
    );

    start(async () => ok(undefined));

    await eventually(async () => {
      expect(await db.telemetry.metrics.metrics()).toContain('outbox_dead_total 1');
    });
    expect(await db.query('SELECT FROM notes._outbox WHERE dead_at IS NOT NULL')).toHaveLength(1);
  });
});

describe('a context that is not there yet', () => {
  test('gets its events once it is, and holds up nobody else', async () => {
    const seen: string[] = [];
    const messaging = createMessaging({
      database: db.database,
      telemetry: db.telemetry,
      modules: [
        {
          schema: 'notes',
          handlers: [handlerOf('notes.follow', async ({ id }) => ok(seen.push(id)))],
          sweeps: [],
        },
      ],
      subscriptions: [
        { type: created, schema: 'later', consumer: 'later.follow' },
        { type: created, schema: 'notes', consumer: 'notes.follow' },
      ],
    });
    messaging.start();
    running.push(messaging);

    await write(aNote());

    await eventually(() => expect(seen).toHaveLength(1));
    await eventually(async () => {
      const waiting = 'SELECT attempts FROM notes._outbox WHERE last_error IS NOT NULL';
      expect(await db.query(waiting)).toEqual([{ attempts: 0 }]);
    });

    await db.query(`CREATE SCHEMA later; CREATE TABLE later._inbox (LIKE notes._inbox
      INCLUDING ALL); GRANT ALL ON SCHEMA later TO PUBLIC; GRANT ALL ON later._inbox TO PUBLIC;
      UPDATE notes._outbox SET available_at = now()`);

    await eventually(async () => {
      expect(await db.query('SELECT consumer FROM later._inbox')).toEqual([
        { consumer: 'later.follow' },
      ]);
    });
    expect(seen).toHaveLength(1);
  });
});

describe('stopping', () => {
  test('waits for what is under way and leaves no lease behind', async () => {
    const entered = Promise.withResolvers<void>();
    const leave = Promise.withResolvers<void>();
    const messaging = start(async () => {
      entered.resolve();
      await leave.promise;
      return ok(undefined);
    });
    await write(aNote());
    await entered.promise;

    const stopped = messaging.stop();
    leave.resolve();
    await stopped;

    const [row] = await db.query<{ done: boolean; free: boolean }>(
      'SELECT processed_at IS NOT NULL AS done, locked_until IS NULL AS free FROM notes._inbox',
    );
    expect(row).toEqual({ done: true, free: true });
  });
});

describe('an event that nobody has subscribed to', () => {
  test('is published by being written, and counted', async () => {
    const note = aNote();
    start(async () => ok(undefined));

    await notesOf(db, (type) => type === changed).run(execution, ({ notes }) => notes.add(note));
    const stored = await db.query<{ published: boolean; claimed: boolean }>(
      'SELECT published_at IS NOT NULL AS published, attempts > 0 AS claimed FROM notes._outbox',
    );

    expect(stored).toEqual([{ published: true, claimed: false }]);
    expect(await db.telemetry.metrics.metrics()).toContain('outbox_published_total 1');
  });
});

describe('the metrics', () => {
  test('count what waits and what was published', async () => {
    await write(aNote());

    start(async () => ok(undefined));

    await eventually(async () => {
      const text = await db.telemetry.metrics.metrics();
      expect(text).toContain('outbox_published_total 1');
      expect(text).toContain('outbox_pending 0');
      expect(text).toContain('inbox_pending 0');
    });
  });
});

describe('a handler', () => {
  test('is one of few at a time, however many contexts and events there are', async () => {
    let underWay = 0;
    let most = 0;
    start(async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await Bun.sleep(5);
      underWay -= 1;
      return ok(undefined);
    });

    await Promise.all(Array.from({ length: 40 }, () => write(aNote())));

    await eventually(async () => {
      const done = await db.query('SELECT FROM notes._inbox WHERE processed_at IS NOT NULL');
      expect(done).toHaveLength(40);
    });
    expect(most).toBeLessThanOrEqual(Math.floor(db.database.size / 4));
  });
});
