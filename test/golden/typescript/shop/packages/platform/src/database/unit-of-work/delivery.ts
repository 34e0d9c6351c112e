import { sql } from 'kysely';
import type { Delivery } from '@packages/kernel/application';
import type { Connection } from '../connection.ts';
import { sqlStatement, type StatementValue } from '../statement.ts';

/** An event whose effect is already kept: another worker took it over and was faster. */
export class AlreadyProcessed extends Error {
  override readonly name = 'AlreadyProcessed';
}

export interface DeliveryReceipts {
  /** Marks the inbox row as processed, in the transaction that keeps the effect. */
  sign(connection: Connection, delivery: Delivery): Promise<void>;
}

export function createDeliveryReceipts(schema: string): DeliveryReceipts {
  const sign = sqlStatement(
    `${schema}._inbox.sign`,
    (value: StatementValue<{ consumer: string; eventId: string }>) =>
      sql`UPDATE ${sql.id(schema, '_inbox')}
          SET processed_at = now(), locked_until = NULL
          WHERE consumer = ${value('consumer')} AND event_id = ${value('eventId')}
            AND processed_at IS NULL`,
  );
  return {
    sign: async (connection, { consumer, eventId }) => {
      const signed = await connection.affected(sign, { consumer, eventId });
      if (signed === 0) throw new AlreadyProcessed(`${consumer} has processed ${eventId}`);
    },
  };
}
