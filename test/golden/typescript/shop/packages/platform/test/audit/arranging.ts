import { expect } from 'bun:test';
import { createSealing, createSecurityLog, type SecurityEvent } from '../../src/security/index.ts';
import type { TestDatabase } from '../../src/testing/index.ts';
import { createTestTelemetry } from '../../src/telemetry/index.ts';
import { eventually } from '../fixtures/eventually.ts';
import { notesMigrations } from '../fixtures/notes/notes.ts';

export function anEvent(
  action: SecurityEvent['action'],
  changes: Partial<SecurityEvent> = {},
): SecurityEvent {
  return {
    action,
    actor: null,
    address: '203.0.113.7',
    method: 'GET',
    route: '/v1/notes',
    correlationId: 'a-correlation',
    details: {},
    ...changes,
  };
}

/** Records events as the service does, and waits until they are in the database. */
export async function keep(db: TestDatabase, events: readonly SecurityEvent[]): Promise<void> {
  const log = createSecurityLog({ database: db.database, telemetry: createTestTelemetry() });
  for (const event of events) log.record(event);
  await log.stop();
}

/** Seals what there is. */
export async function seal(db: TestDatabase): Promise<void> {
  const [log] = await db.query<{ end: number }>('SELECT max(seq) AS end FROM notes._audit_log');
  const sealing = createSealing({
    database: db.database,
    schemas: [notesMigrations.schema],
    everySeconds: 0.05,
    telemetry: createTestTelemetry(),
  });
  sealing.start();
  await eventually(async () => {
    const [last] = await db.query(
      `SELECT max((details ->> 'to')::bigint) AS end FROM _security.audit_log
       WHERE action = 'audit.sealed'`,
    );
    expect(last).toEqual(log);
  });
  await sealing.stop();
}
