import type { IntegrationEvent } from '@packages/kernel/application';
import { sql } from 'kysely';
import type { Connection } from '../database/connection.ts';
import { sqlStatement, type Statement, type StatementValue } from '../database/statement.ts';
import type { Subscription, Transport } from './transport.ts';

export interface InboxTransportOptions {
  readonly connection: Connection;
  readonly subscriptions: readonly Subscription[];
  /** Tells that a context has got something to do. */
  readonly delivered: (schema: string) => void;
}

interface Delivery {
  readonly schema: string;
  readonly consumer: string;
  readonly event: IntegrationEvent;
}

/**
 * Puts events into the inboxes of the contexts that consume them, wherever those are hosted, as
 * long as they share the database. An event that is there already stays as it is.
 */
export function createInboxTransport(options: InboxTransportOptions): Transport {
  const { connection, delivered } = options;
  const subscriptions = Map.groupBy(options.subscriptions, ({ type }) => type);
  const inserts = new Map(
    options.subscriptions.map(({ schema }) => [schema, insertInto(schema)] as const),
  );

  const deliver = async (events: readonly IntegrationEvent[]): Promise<void> => {
    const deliveries = events.flatMap((event): Delivery[] =>
      (subscriptions.get(event.type) ?? []).map(({ schema, consumer }) => ({
        schema,
        consumer,
        event,
      })),
    );
    const bySchema = Map.groupBy(deliveries, ({ schema }) => schema);
    await Promise.all(
      [...inserts].map(async ([schema, insert]) => {
        const rows = bySchema.get(schema);
        if (rows === undefined) return;
        await connection.affected(insert, { deliveries: JSON.stringify(rows) });
        delivered(schema);
      }),
    );
  };

  return {
    publish: async (events) => {
      try {
        await deliver(events);
        return events.map(() => ({ status: 'fulfilled', value: undefined }));
      } catch {
        // One that cannot be delivered must not hold up the others.
        return Promise.allSettled(events.map((event) => deliver([event])));
      }
    },
  };
}

function insertInto(schema: string): Statement<{ deliveries: string }, never> {
  return sqlStatement(
    `${schema}._inbox.insert`,
    (value: StatementValue<{ deliveries: string }>) => sql`
      INSERT INTO ${sql.id(schema, '_inbox')} (consumer, event_id, subject, event)
      SELECT delivery ->> 'consumer', (delivery #>> '{event,id}')::uuid,
        delivery #>> '{event,subject}', delivery -> 'event'
      FROM jsonb_array_elements(${value('deliveries')}::jsonb)
        WITH ORDINALITY AS sent (delivery, ordinal)
      ORDER BY ordinal
      ON CONFLICT (consumer, event_id) DO NOTHING`,
  );
}
