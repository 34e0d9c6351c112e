import type { IntegrationEvent } from '@packages/kernel/application';
import { sql, type RawBuilder } from 'kysely';
import type { StatementValue } from '../statement.ts';

/** What a row of the outbox is written from. */
export interface OutboxValues {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly event: string;
  readonly waits: boolean;
}

export const insertIntoOutbox = (
  schema: string,
  value: StatementValue<OutboxValues>,
): RawBuilder<unknown> => sql`
  INSERT INTO ${sql.id(schema, '_outbox')} (id, type, subject, event, published_at)
  VALUES (${value('id')}, ${value('type')}, ${value('subject')}, ${value('event')},
    CASE WHEN ${value('waits')} THEN NULL ELSE now() END)`;

/** `waits`: whether the relay has somebody to bring the event to. */
export function outboxValues(event: IntegrationEvent, waits: boolean): OutboxValues {
  const { id, type, subject } = event;
  return { id, type, subject, event: JSON.stringify(event), waits };
}
