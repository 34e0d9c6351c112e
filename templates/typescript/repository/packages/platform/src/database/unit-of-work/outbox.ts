import type { IntegrationEvent } from '@packages/kernel/application';
import { sql } from 'kysely';
import type { Connection } from '../connection.ts';
import { sqlStatement, type StatementValue } from '../statement.ts';

export interface Outbox {
  /** `waits`: whether the relay has somebody to bring the event to. */
  add(connection: Connection, event: IntegrationEvent, waits: boolean): Promise<unknown>;
}

interface OutboxValues {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly event: string;
  readonly waits: boolean;
}

export function createOutbox(schema: string): Outbox {
  const insert = sqlStatement(
    `${schema}._outbox.insert`,
    (value: StatementValue<OutboxValues>) => sql`
      INSERT INTO ${sql.id(schema, '_outbox')} (id, type, subject, event, published_at)
      VALUES (${value('id')}, ${value('type')}, ${value('subject')}, ${value('event')},
        CASE WHEN ${value('waits')} THEN NULL ELSE now() END)`,
  );
  return {
    add: (connection, event, waits) => {
      const { id, type, subject } = event;
      const values = { id, type, subject, event: JSON.stringify(event), waits };
      return connection.affected(insert, values);
    },
  };
}
