import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { Client } from 'pg';
import { exportAudit, ExportRefused } from '../../src/audit/export.ts';
import type { Head } from '../../src/audit/head.ts';
import { pruneAudit, PruneRefused } from '../../src/audit/prune.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { createTestDatabase, type TestDatabase } from '../../src/testing/index.ts';
import { addressOf } from '../fixtures/address.ts';
import { eventually } from '../fixtures/eventually.ts';
import { aNote, execution, notesMigrations, notesOf, type Note } from '../fixtures/notes/notes.ts';
import { anEvent, keep, seal } from './arranging.ts';

let db: TestDatabase;
let note: Note;

beforeEach(async () => {
  db = await createTestDatabase({ contexts: [notesMigrations] });
  note = aNote();
  await notesOf(db).run(execution, ({ notes }) => notes.add(note));
  await keep(db, [anEvent('authentication.missing')]);
  await seal(db);
});
afterEach(() => db.drop());

async function exported(after: Head | null) {
  const lines: string[] = [];
  const head = await exportAudit({
    url: addressOf(db.url),
    after,
    write: (line) => void lines.push(line),
  });
  const entries: readonly Record<string, unknown>[] = lines.map((line) => JSON.parse(line));
  return { head, lines, entries };
}

const verify = (noted: Head | null = null) =>
  verifyAudit({ url: addressOf(db.url), contexts: [notesMigrations], noted });

const change = () =>
  notesOf(db).run(execution, async ({ notes }) => {
    await notes.find(note.id);
    return notes.save({ ...note, version: 2 });
  });

describe('exporting', () => {
  test('gives every entry, what a context has before the entry that seals it', async () => {
    const { entries } = await exported(null);

    expect(entries.map(({ log, action }) => [log, action])).toEqual([
      ['_security', 'authentication.missing'],
      ['notes', 'NoteCreated'],
      ['_security', 'audit.sealed'],
    ]);
    expect(entries[1]).toMatchObject({ aggregate_id: note.id, actor_id: 'anna' });
  });

  test('goes on where it ended', async () => {
    const { head } = await exported(null);
    await change();
    await seal(db);

    const { entries } = await exported(head);

    expect(entries.map(({ action }) => action)).toEqual(['NoteChanged', 'audit.sealed']);
    expect((await verify()).head).toEqual((await exported(head)).head);
  });

  test('refuses to go on from what is not in the log', async () => {
    const { head } = await exported(null);

    await expect(exported({ ...head, hash: 'a'.repeat(64) })).rejects.toBeInstanceOf(ExportRefused);
    await expect(exported({ ...head, position: 99 })).rejects.toBeInstanceOf(ExportRefused);
  });

  test('prints nothing that a terminal would obey', async () => {
    await keep(db, [anEvent('access.denied', { route: '/\u009b2J\u001b[2J\u2028\u202e\u0000' })]);
    await db.query(`UPDATE _security.audit_log SET address = E'\\u009b\\u001b' WHERE position = 1`);

    const { lines } = await exported(null);

    expect(lines.join('')).toMatch(/^[\n\u0020-\u007e]+$/);
  });
});

describe('taking away what was exported', () => {
  test('leaves a log that verifies, continues, and says so', async () => {
    const { head } = await exported(null);
    await change();

    expect(await pruneAudit({ url: addressOf(db.ownerUrl), through: head })).toBe(3);

    const report = await verify(head);
    expect(report.findings).toEqual([]);
    expect(report.entries).toEqual({ _security: 1, notes: 1 });
    await seal(db);
    const { entries } = await exported(head);
    expect(entries.map(({ action }) => action)).toEqual([
      'audit.pruned',
      'NoteChanged',
      'audit.sealed',
    ]);
    expect((await verify(head)).findings).toEqual([]);
  });

  test('keeps nobody waiting whose events are audited', async () => {
    const { head } = await exported(null);
    const reader = new Client({ connectionString: db.ownerUrl });
    await reader.connect();
    await reader.query('BEGIN; SELECT FROM _security.audit_log WHERE position = 1 FOR SHARE');
    const pruning = pruneAudit({ url: addressOf(db.ownerUrl), through: head });
    await eventually(async () => {
      const waiting = await db.query(
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'DELETE%'
           AND datname = current_database()`,
      );
      expect(waiting).toHaveLength(1);
    });

    await keep(db, [anEvent('access.denied')]);

    await reader.query('COMMIT');
    await reader.end();
    expect(await pruning).toBe(3);
    const { entries } = await exported(head);
    expect(entries.map(({ action }) => action)).toEqual(['access.denied', 'audit.pruned']);
    expect((await verify(head)).findings).toEqual([]);
  });

  test('can be done again', async () => {
    await pruneAudit({ url: addressOf(db.ownerUrl), through: (await exported(null)).head });
    await change();
    await seal(db);
    await pruneAudit({ url: addressOf(db.ownerUrl), through: (await exported(null)).head });

    const { entries, findings } = await verify();

    expect(findings).toEqual([]);
    expect(entries).toEqual({ _security: 1, notes: 0 });
  });

  test('is still found where more was taken away than that', async () => {
    await change();
    await seal(db);
    const { entries } = await exported(null);
    const { position, hash } = entries[0] ?? {};
    await pruneAudit({
      url: addressOf(db.ownerUrl),
      through: { position: Number(position), hash: String(hash) },
    });
    await db.query('DELETE FROM notes._audit_log WHERE version = 1');

    expect((await verify()).findings[0]?.log).toBe('notes');
  });

  test('is refused where the place is not that of an export', async () => {
    const { head } = await exported(null);
    const through = { ...head, hash: 'a'.repeat(64) };

    await expect(pruneAudit({ url: addressOf(db.ownerUrl), through })).rejects.toBeInstanceOf(
      PruneRefused,
    );
    expect((await exported(null)).head).toEqual(head);
  });

  test('makes an export from before it refuse to skip what is gone', async () => {
    const { entries, head } = await exported(null);
    await pruneAudit({ url: addressOf(db.ownerUrl), through: head });
    const { position, hash } = entries[0] ?? {};

    await expect(exported({ position: Number(position), hash: String(hash) })).rejects.toThrow(
      'is gone',
    );
  });
});
