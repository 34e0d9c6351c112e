import type { IntegrationEvent } from '@packages/kernel/application';
import { sql } from 'kysely';
import type { Connection } from '../connection.ts';
import { sqlStatement, type StatementValue } from '../statement.ts';

export interface Outbox {
  add(connection: Connection, event: IntegrationEvent): Promise<unknown>;
}

interface OutboxValues {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly event: string;
}

export function createOutbox(schema: string): Outbox {
  const insert = sqlStatement(
    `${schema}._outbox.insert`,
    (value: StatementValue<OutboxValues>) => sql`
      INSERT INTO ${sql.id(schema, '_outbox')} (id, type, subject, event)
      VALUES (${value('id')}, ${value('type')}, ${value('subject')}, ${value('event')})`,
  );
  return {
    add: (connection, event) => {
      const { id, type, subject } = event;
      return connection.affected(insert, { id, type, subject, event: JSON.stringify(event) });
    },
  };
}
