import type { EventHandler, Execution } from '@packages/kernel/application';
import { DatabaseUnavailable } from '../database/errors.ts';
import { AlreadyProcessed } from '../database/unit-of-work/delivery.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { backoffMs } from './backoff.ts';
import type { Claimed, LeaseQueue } from './lease-queue.ts';
import { maxAttempts } from './lease-statements.ts';

export interface InboxWorker {
  /** Handles what is due; true when there may be more. */
  round(): Promise<boolean>;
}

export interface InboxWorkerOptions {
  readonly queue: LeaseQueue;
  readonly handlers: readonly EventHandler[];
  readonly telemetry: Telemetry;
}

/** Handled side by side: as many connections the worker may take from the pool. */
const batchSize = 8;

/**
 * Hands events to their consumers, in order per consumer and aggregate. The handler's unit of work
 * marks the inbox row itself, so that the effect and the mark are kept together or not at all.
 */
export function createInboxWorker({ queue, handlers, telemetry }: InboxWorkerOptions): InboxWorker {
  const { logger, tracing } = telemetry;
  const byConsumer = new Map(handlers.map((handler) => [handler.consumer, handler]));

  const handle = (claimed: Claimed, handler: EventHandler): Promise<void> => {
    const { event } = claimed;
    return tracing.continue(
      event.traceparent,
      event.correlationid,
      `process ${event.type}`,
      {
        kind: 'consumer',
        attributes: {
          'messaging.operation.type': 'process',
          'messaging.destination.name': event.type,
          'messaging.message.id': event.id,
          'messaging.consumer.group.name': handler.consumer,
        },
      },
      async (span) => {
        try {
          const outcome = await handler.handle(event, executionOf(claimed, handler));
          if (outcome.ok) await queue.done([claimed.position]);
          else await retryLater(claimed, outcome.error);
        } catch (error) {
          if (error instanceof AlreadyProcessed) return;
          span.fail(error);
          await retryLater(claimed, error);
        }
      },
    );
  };

  const retryLater = async ({ position, attempts, event, consumer }: Claimed, reason: unknown) => {
    const error = describe(reason);
    const fields = { consumer, eventId: event.id, eventType: event.type, attempts, reason: error };
    const waitSeconds = notNow(reason);
    if (waitSeconds !== null) {
      logger.warn(fields, 'event waits for a dependency');
      const delayMs = waitSeconds * 1000 + backoffMs(1);
      await queue.retry(position, { error, delayMs, counted: false });
    } else if (attempts < maxAttempts) {
      logger.warn(fields, 'event not handled, to be tried again');
      await queue.retry(position, { error, delayMs: backoffMs(attempts), counted: true });
    } else {
      logger.error(fields, 'event given up');
      await queue.bury(position, error);
    }
  };

  return {
    round: async () => {
      const claimed = await queue.claim(batchSize);
      await Promise.all(
        claimed.map(async (row) => {
          const handler = byConsumer.get(row.consumer ?? '');
          if (handler !== undefined) return handle(row, handler);
          // Written for a consumer of another version of this service.
          const error = `no consumer ${row.consumer} here`;
          await queue.retry(row.position, { error, delayMs: backoffMs(8), counted: false });
        }),
      );
      return claimed.length > 0;
    },
  };
}

function executionOf({ event }: Claimed, { consumer }: EventHandler): Execution {
  return {
    actor: { kind: 'system', id: consumer, clientId: null, tenant: null },
    correlationId: event.correlationid,
    causationId: event.id,
    idempotency: null,
    delivery: { consumer, eventId: event.id },
  };
}

/** After how many seconds a dependency may be back; null where the event itself is the problem. */
function notNow(reason: unknown): number | null {
  if (reason instanceof DatabaseUnavailable) return reason.retryAfterSeconds;
  return isUnavailable(reason) ? reason.retryAfterSeconds : null;
}

function isUnavailable(reason: unknown): reason is { readonly retryAfterSeconds: number } {
  return (
    typeof reason === 'object' &&
    reason !== null &&
    'kind' in reason &&
    reason.kind === 'unavailable' &&
    'retryAfterSeconds' in reason &&
    typeof reason.retryAfterSeconds === 'number'
  );
}

function describe(reason: unknown): string {
  if (reason instanceof Error) return `${reason.name}: ${reason.message}`;
  return JSON.stringify(reason);
}
