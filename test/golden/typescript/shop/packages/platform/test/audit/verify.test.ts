import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { parseHead } from '../../src/audit/head.ts';
import { verifyAudit, type VerifyOptions } from '../../src/audit/verify.ts';
import { createTestDatabase, type TestDatabase } from '../../src/testing/index.ts';
import { addressOf } from '../fixtures/address.ts';
import { aNote, execution, notesMigrations, notesOf, type Note } from '../fixtures/notes/notes.ts';
import { anEvent, keep, seal } from './arranging.ts';

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
  await keep(db, [anEvent('authentication.missing'), anEvent('access.denied')]);
});
afterEach(() => db.drop());

const verify = (noted: VerifyOptions['noted'] = null) =>
  verifyAudit({ url: addressOf(db.url), contexts: [notesMigrations], noted });

describe('verifying the audit log', () => {
  test('finds nothing where nobody touched it', async () => {
    await seal(db);

    const { entries, findings, head } = await verify();

    expect(findings).toEqual([]);
    expect(entries).toEqual({ _security: 3, notes: 4 });
    expect(head.position).toBe(3);
  });

  test.each([
    ['a changed actor', `UPDATE notes._audit_log SET actor_id = 'bob' WHERE NOTE AND version = 2`],
    ['a client put in', `UPDATE notes._audit_log SET client_id = 'app' WHERE NOTE AND version = 2`],
    ['a tenant put in', `UPDATE notes._audit_log SET tenant = 'acme' WHERE NOTE AND version = 1`],
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
  ])('finds %s of a context that is not sealed yet', async (_name, tamper) => {
    await db.query(tamper.replace('NOTE', `aggregate_id = '${note.id}'`));

    const { findings } = await verify();

    expect(findings[0]?.log).toBe('notes');
    expect(findings[0]?.where).toContain(note.id);
  });

  test.each(['infinity', '-infinity', '294276-01-01Z', '4000-01-01Z BC'])(
    'finds an entry at %s, which is no time, and reads on',
    async (at) => {
      await db.query('UPDATE notes._audit_log SET at = $2 WHERE aggregate_id = $1', [note.id, at]);
      await db.query('UPDATE _security.audit_log SET at = $1 WHERE position = 1', [at]);

      const { findings } = await verify();

      expect(new Set(findings.map(({ log }) => log))).toEqual(new Set(['_security', 'notes']));
    },
  );

  test('finds the missing chain of an aggregate that is gone itself', async () => {
    await seal(db);
    await db.query('DELETE FROM notes.notes WHERE id = $1', [note.id]);
    await db.query('DELETE FROM notes._audit_log WHERE aggregate_id = $1', [note.id]);

    expect((await verify()).findings).toEqual([
      {
        log: 'notes',
        where: 'entries 1 to 4',
        problem: 'were 4 when they were sealed, and are 1 now',
      },
    ]);
  });

  test('finds a chain that was written anew as a whole', async () => {
    await seal(db);
    await db.query(`UPDATE notes._audit_log SET hash = md5(hash) WHERE seq = 2`);

    const { findings } = await verify();

    expect(findings.map(({ problem }) => problem)).toContain('are not those that were sealed');
  });

  test.each([
    ['a changed entry', `UPDATE _security.audit_log SET address = '::1' WHERE position = 1`],
    ['changed details', `UPDATE _security.audit_log SET details = '{"a": 1}' WHERE position = 1`],
    ['a changed hash', `UPDATE _security.audit_log SET hash = md5(hash) WHERE position = 1`],
    ['a removed beginning', 'DELETE FROM _security.audit_log WHERE position = 1'],
    ['a removed end', 'DELETE FROM _security.audit_log WHERE position = 3'],
    ['a removed log', 'DELETE FROM _security.audit_log'],
    ['a removed note of the end', 'DELETE FROM _security.audit_head'],
    [
      'an inserted entry',
      `INSERT INTO _security.audit_log SELECT 4, gen_random_uuid(), at, action, actor_kind,
         actor_id, client_id, tenant, address, method, route, correlation_id, details, hash
       FROM _security.audit_log WHERE position = 3`,
    ],
    [
      'a beginning cut off with an anchor',
      `INSERT INTO _security.audit_anchors SELECT '_security', position, hash
       FROM _security.audit_log WHERE position = 1;
       DELETE FROM _security.audit_log WHERE position = 1`,
    ],
  ])('finds %s in the security log', async (_name, tamper) => {
    await keep(db, [anEvent('limit.reached')]);
    await db.query(tamper);

    const { findings } = await verify();

    expect(findings.length).toBeGreaterThan(0);
    expect(findings[0]?.log).toBe('_security');
  });

  test('finds by a head noted earlier that all of the log was written anew', async () => {
    const { head } = await verify();
    await keep(db, [anEvent('limit.reached')]);
    expect((await verify(head)).findings).toEqual([]);
    await db.query(`DELETE FROM _security.audit_log;
      UPDATE _security.audit_head SET position = 0, hash = ''`);
    await keep(db, [anEvent('limit.reached'), anEvent('csrf.refused')]);
    expect((await verify()).findings).toEqual([]);

    const { findings } = await verify(head);

    expect(findings).toEqual([
      { log: '_security', where: null, problem: 'does not go through 2, the head noted earlier' },
    ]);
  });
});

test.each(['', '1', '1:', '01:' + 'a'.repeat(64), '1:' + 'A'.repeat(64), '0:' + 'a'.repeat(64)])(
  '%j is no head',
  (text) => {
    expect(parseHead(text)).toBeNull();
  },
);
