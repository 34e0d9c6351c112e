import type { IntegrationEvent } from '@packages/kernel/application';
import { sql } from 'kysely';
import { DatabaseError } from 'pg';
import type { Connection } from '../database/connection.ts';
import { DatabaseUnavailable } from '../database/errors.ts';
import { sqlStatement, type Statement, type StatementValue } from '../database/statement.ts';
import type { Logger } from '../telemetry/index.ts';
import type { Subscription, Transport } from './transport.ts';

export interface InboxTransportOptions {
  readonly connection: Connection;
  readonly subscriptions: readonly Subscription[];
  /** Tells that a context has got something to do. */
  readonly delivered: (schema: string) => void;
  readonly logger: Logger;
}

interface Delivery {
  readonly schema: string;
  readonly consumer: string;
  readonly event: IntegrationEvent;
}

/**
 * Puts events into the inboxes of the contexts that consume them, wherever those are hosted, as
 * long as they share the database. An event that is there already stays as it is. Deployables are
 * released one by one: a context that is not there yet gets its events later, the others now.
 */
export function createInboxTransport(options: InboxTransportOptions): Transport {
  const { connection, delivered, logger } = options;
  const subscriptions = Map.groupBy(options.subscriptions, ({ type }) => type);
  const inserts = new Map(
    options.subscriptions.map(({ schema }) => [schema, insertInto(schema)] as const),
  );
  const absent = new Set<string>();

  const send = async (schema: string, rows: readonly Delivery[]): Promise<void> => {
    const insert = inserts.get(schema);
    if (insert === undefined) return;
    try {
      await connection.affected(insert, { deliveries: JSON.stringify(rows) });
    } catch (error) {
      if (!isNotThereYet(error)) throw error;
      if (!absent.has(schema)) logger.warn({ schema }, 'events wait for a context to be migrated');
      absent.add(schema);
      throw new ContextAbsent(schema, error);
    }
    if (absent.delete(schema)) logger.info({ schema }, 'context is there');
    delivered(schema);
  };

  /** Notes for every event what kept it from one of its consumers. */
  const deliver = async (
    schema: string,
    rows: readonly Delivery[],
    failed: (event: IntegrationEvent, reason: unknown) => void,
  ): Promise<void> => {
    try {
      await send(schema, rows);
    } catch (error) {
      if (error instanceof DatabaseUnavailable || rows.length === 1) {
        for (const { event } of rows) failed(event, error);
      } else {
        // One that cannot be delivered must not hold up the others.
        await Promise.all(rows.map((row) => deliver(schema, [row], failed)));
      }
    }
  };

  return {
    publish: async (events) => {
      const deliveries = events.flatMap((event): Delivery[] =>
        (subscriptions.get(event.type) ?? []).map(({ schema, consumer }) => ({
          schema,
          consumer,
          event,
        })),
      );
      const failures = new Map<IntegrationEvent, unknown>();
      const failed = (event: IntegrationEvent, reason: unknown): void => {
        // A failure that counts says more than one that does not.
        if (!failures.has(event) || !(reason instanceof DatabaseUnavailable)) {
          failures.set(event, reason);
        }
      };
      const bySchema = Map.groupBy(deliveries, ({ schema }) => schema);
      await Promise.all([...bySchema].map(([schema, rows]) => deliver(schema, rows, failed)));
      return events.map((event) =>
        failures.has(event)
          ? { status: 'rejected', reason: failures.get(event) }
          : { status: 'fulfilled', value: undefined },
      );
    },
  };
}

/** A context that other deployables publish for has not been migrated in this database. */
class ContextAbsent extends DatabaseUnavailable {
  override readonly retryAfterSeconds = 15;

  constructor(schema: string, cause: unknown) {
    super('unreachable', cause);
    this.message = `the context of schema ${schema} is not there yet`;
  }
}

/** undefined_table, invalid_schema_name, insufficient_privilege */
const notThereYet = new Set(['42P01', '3F000', '42501']);

function isNotThereYet(error: unknown): boolean {
  return error instanceof DatabaseError && notThereYet.has(error.code ?? '');
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
