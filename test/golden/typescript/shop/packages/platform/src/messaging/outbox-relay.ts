import type { Logger } from '../telemetry/index.ts';
import { DatabaseUnavailable } from '../database/errors.ts';
import { backoffMs } from './backoff.ts';
import type { Claimed, LeaseQueue } from './lease-queue.ts';
import { maxAttempts } from './lease-statements.ts';
import type { OutboxMeter } from './metrics.ts';
import type { Transport } from './transport.ts';

export interface OutboxRelay {
  /** Publishes what is due; true when there may be more. */
  round(): Promise<boolean>;
}

export interface OutboxRelayOptions {
  readonly queue: LeaseQueue;
  readonly transport: Transport;
  readonly meter: OutboxMeter;
  readonly logger: Logger;
}

const batchSize = 100;

/**
 * Publishes outside any transaction and marks afterwards: what a crash in between leaves behind is
 * published twice, which consumers do not notice, and never not at all.
 */
export function createOutboxRelay({
  queue,
  transport,
  meter,
  logger,
}: OutboxRelayOptions): OutboxRelay {
  const failed = async ({ position, attempts, event }: Claimed, reason: unknown): Promise<void> => {
    const error = reason instanceof Error ? reason.message : String(reason);
    const fields = { eventId: event.id, eventType: event.type, attempts, reason: error };
    if (reason instanceof DatabaseUnavailable) {
      const delayMs = reason.retryAfterSeconds * 1000 + backoffMs(1);
      await queue.retry(position, { error, delayMs, counted: false });
    } else if (attempts < maxAttempts) {
      logger.warn(fields, 'event not published, to be tried again');
      await queue.retry(position, { error, delayMs: backoffMs(attempts), counted: true });
    } else {
      logger.error(fields, 'event given up');
      await queue.bury(position, error);
      meter.dead(1);
    }
  };

  return {
    round: async () => {
      const claimed = await queue.claim(batchSize);
      if (claimed.length === 0) return false;
      const results = await transport.publish(claimed.map(({ event }) => event));
      const outcomes = claimed.map((row, index) => ({ row, result: results[index] }));

      const published = outcomes.filter(({ result }) => result?.status === 'fulfilled');
      if (published.length > 0) {
        await queue.done(published.map(({ row }) => row.position));
        meter.published(published.length);
      }
      await Promise.all(
        outcomes.map(async ({ row, result }) => {
          if (result?.status === 'rejected') await failed(row, result.reason);
        }),
      );
      return published.length > 0;
    },
  };
}
