import { err, ok } from '@packages/kernel';
import { notFound, type IdempotentRequest } from '@packages/kernel/application';
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { createTestDatabase, type TestDatabase } from '../../src/testing/index.ts';
import { aNote, execution, notesMigrations, notesOf } from '../fixtures/notes/notes.ts';

let db: TestDatabase;
let unitOfWork: ReturnType<typeof notesOf>;

beforeAll(async () => {
  db = await createTestDatabase({ contexts: [notesMigrations] });
  unitOfWork = notesOf(db);
});
afterAll(() => db.drop());

interface Kept {
  readonly notes: number;
  readonly audited: number;
  readonly published: number;
}

async function kept(id: string): Promise<Kept | undefined> {
  const [row] = await db.query<Kept>(
    `SELECT (SELECT count(*) FROM notes.notes WHERE id = $1)::integer AS notes,
       (SELECT count(*) FROM notes._audit_log WHERE aggregate_id = $1)::integer AS audited,
       (SELECT count(*) FROM notes._outbox WHERE subject = $2)::integer AS published`,
    [id, id],
  );
  return row;
}

describe('a unit of work', () => {
  test('keeps the change, its audit row and its event together', async () => {
    const note = aNote();

    const outcome = await unitOfWork.run(execution, async ({ notes }) => notes.add(note));

    expect(outcome.ok).toBe(true);
    expect(await kept(note.id)).toEqual({ notes: 1, audited: 1, published: 1 });
  });

  test('leaves nothing behind when the outcome is an error', async () => {
    const note = aNote();

    const outcome = await unitOfWork.run(execution, async ({ notes }) => {
      await notes.add(note);
      return notFound;
    });

    expect(outcome).toEqual(notFound);
    expect(await kept(note.id)).toEqual({ notes: 0, audited: 0, published: 0 });
  });

  test('leaves nothing behind when the work throws', async () => {
    const note = aNote();

    const run = unitOfWork.run(execution, async ({ notes }) => {
      await notes.add(note);
      throw new Error('a bug');
    });

    await expect(run).rejects.toThrow('a bug');
    expect(await kept(note.id)).toEqual({ notes: 0, audited: 0, published: 0 });
  });

  test('gives no outcome when the commit fails', async () => {
    const note = aNote();
    // Checked at COMMIT, as late as a transaction can fail.
    await db.query(`
      CREATE FUNCTION notes.refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE 'refused at commit'; END $$;
      CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON notes._outbox
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION notes.refuse()`);

    const run = unitOfWork.run(execution, async ({ notes }) => notes.add(note));

    await expect(run).rejects.toThrow('refused at commit');
    await db.query('DROP TRIGGER refuse ON notes._outbox');
    expect(await kept(note.id)).toEqual({ notes: 0, audited: 0, published: 0 });
  });

  test('is not kept when its audit row cannot be written', async () => {
    const note = aNote();
    await db.query(
      `ALTER TABLE notes._audit_log ADD CONSTRAINT refuse CHECK (actor_id <> 'mallory')`,
    );
    const mallory = { ...execution, actor: { ...execution.actor, id: 'mallory' } };

    const run = unitOfWork.run(mallory, async ({ notes }) => notes.add(note));

    await expect(run).rejects.toThrow('refuse');
    expect(await kept(note.id)).toEqual({ notes: 0, audited: 0, published: 0 });
  });

  test('does not pretend to commit when a failed statement was overlooked', async () => {
    const note = aNote();
    await unitOfWork.run(execution, async ({ notes }) => notes.add(note));

    const run = unitOfWork.run(execution, async ({ notes }) => {
      await notes.add({ ...aNote(), title: note.title });
      return ok(undefined);
    });

    await expect(run).rejects.toThrow();
  });

  test('tells which field is taken', async () => {
    const note = aNote();
    await unitOfWork.run(execution, async ({ notes }) => notes.add(note));

    const outcome = await unitOfWork.run(execution, async ({ notes }) =>
      notes.add(aNote(note.title)),
    );

    expect(outcome).toMatchObject(err({ kind: 'taken', violations: [{ pointer: '/title' }] }));
  });

  test('lets exactly one of two writers change the same version', async () => {
    const note = aNote();
    await unitOfWork.run(execution, async ({ notes }) => notes.add(note));
    const change = (title: string) =>
      unitOfWork.run(execution, async ({ notes }) => {
        const found = await notes.find(note.id);
        if (found?.version !== 1) return err({ kind: 'stale' });
        return notes.save({ ...found, title, version: 2 });
      });

    const outcomes = await Promise.all([change(Bun.randomUUIDv7()), change(Bun.randomUUIDv7())]);

    expect(outcomes.filter(({ ok: won }) => won)).toHaveLength(1);
    expect(outcomes).toContainEqual(err({ kind: 'stale' }));
  });
});

describe('an idempotent request', () => {
  const request = (key: string, fingerprint = 'body'): IdempotentRequest => ({
    key,
    scope: 'POST /v1/notes anna',
    fingerprint,
    respond: (outcome) => ({
      status: outcome.ok ? 201 : 409,
      headers: { location: '/v1/notes/1' },
      body: JSON.stringify(outcome),
    }),
  });
  const add = (idempotency: IdempotentRequest, note = aNote()) =>
    unitOfWork.run({ ...execution, idempotency }, async ({ notes }) => notes.add(note));

  test('is done once and answered the same when it comes again', async () => {
    const [first, second] = [aNote(), aNote()];
    await add(request('again'), first);

    const outcome = await add(request('again'), second);

    expect(outcome).toMatchObject(
      err({
        kind: 'replayed',
        response: { status: 201, headers: { location: '/v1/notes/1' }, body: '{"ok":true}' },
      }),
    );
    expect(await kept(second.id)).toEqual({ notes: 0, audited: 0, published: 0 });
  });

  test('is refused when its key comes with another body', async () => {
    await add(request('reused', 'one body'));

    expect(await add(request('reused', 'another body'))).toEqual(err({ kind: 'key-reused' }));
  });

  test('is told to wait while the first one is running', async () => {
    const entered = Promise.withResolvers<void>();
    const leave = Promise.withResolvers<void>();
    const slow = unitOfWork.run({ ...execution, idempotency: request('slow') }, async () => {
      entered.resolve();
      await leave.promise;
      return ok(undefined);
    });
    await entered.promise;

    const outcome = await add(request('slow'));

    expect(outcome).toMatchObject(err({ kind: 'in-progress' }));
    leave.resolve();
    await slow;
  });

  test('is answered the same when it failed', async () => {
    const note = aNote();
    await unitOfWork.run(execution, async ({ notes }) => notes.add(note));
    await add(request('failing'), aNote(note.title));

    const outcome = await add(request('failing'));

    expect(outcome).toMatchObject(err({ kind: 'replayed', response: { status: 409 } }));
  });

  test('is done again when the service was unavailable', async () => {
    const idempotency = request('unavailable');
    await unitOfWork.run({ ...execution, idempotency }, async () =>
      err({ kind: 'unavailable', retryAfterSeconds: 1 }),
    );

    expect(await add(idempotency)).toEqual(ok(undefined));
  });

  test('is done again once its key has expired', async () => {
    await add(request('expired'));
    await db.query(`UPDATE notes._idempotency SET expires_at = now() WHERE key = 'expired'`);

    expect(await add(request('expired'))).toEqual(ok(undefined));
  });
});
