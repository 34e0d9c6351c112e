import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { verifyAudit } from '../../src/database/index.ts';
import { createTestDatabase, type TestDatabase } from '../../src/testing/index.ts';
import { aNote, execution, notesMigrations, notesOf, type Note } from '../fixtures/notes/notes.ts';

let db: TestDatabase;
let note: Note;

beforeEach(async () => {
  db = await createTestDatabase({ contexts: [notesMigrations] });
  note = aNote();
  const unitOfWork = notesOf(db);
  await unitOfWork.run(execution, ({ notes }) => notes.add(note));
  await unitOfWork.run(execution, ({ notes }) => notes.add(aNote()));
  await unitOfWork.run(execution, async ({ notes }) => {
    await notes.find(note.id);
    await notes.save({ ...note, version: 2 });
    return notes.save({ ...note, version: 3 });
  });
});
afterEach(() => db.drop());

const verify = () => verifyAudit({ current: () => db.url }, [notesMigrations]);

describe('verifying the audit log', () => {
  test('finds nothing where nobody touched it', async () => {
    expect(await verify()).toEqual({ entries: 4, findings: [] });
  });

  test.each([
    ['a changed actor', `UPDATE notes._audit_log SET actor_id = 'bob' WHERE NOTE AND version = 2`],
    ['a changed value', `UPDATE notes._audit_log SET changes = '{}' WHERE NOTE AND version = 1`],
    ['a removed entry', 'DELETE FROM notes._audit_log WHERE NOTE AND version = 2'],
    ['an end cut off', 'DELETE FROM notes._audit_log WHERE NOTE AND version = 3'],
    ['a removed chain', 'DELETE FROM notes._audit_log WHERE NOTE'],
    [
      'an inserted entry',
      `INSERT INTO notes._audit_log (at, actor_kind, actor_id, action, aggregate, aggregate_id,
         version, correlation_id, changes, previous_hash, hash)
       SELECT at, actor_kind, actor_id, action, aggregate, aggregate_id, 4, correlation_id,
         changes, hash, hash FROM notes._audit_log WHERE NOTE AND version = 3`,
    ],
  ])('finds %s', async (_name, tamper) => {
    await db.query(tamper.replace('NOTE', `aggregate_id = '${note.id}'`));

    const { findings } = await verify();

    expect(findings.length).toBeGreaterThan(0);
    expect(findings[0]).toMatchObject({ aggregate: 'Note', aggregateId: note.id });
  });
});
