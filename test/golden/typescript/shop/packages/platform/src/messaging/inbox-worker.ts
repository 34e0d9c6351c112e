import type { EventHandler, Execution } from '@packages/kernel/application';
import { DatabaseUnavailable } from '../database/errors.ts';
import { AlreadyProcessed } from '../database/unit-of-work/delivery.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { backoffMs } from './backoff.ts';
import type { Claimed, LeaseQueue } from './lease-queue.ts';
import { maxAttempts } from './lease-statements.ts';
import type { InboxMeter } from './metrics.ts';
import { createPauses } from './pauses.ts';
import type { Places } from './places.ts';

export interface InboxWorker {
  /** Handles what is due; true when there may be more. */
  round(): Promise<boolean>;
}

export interface InboxWorkerOptions {
  readonly queue: LeaseQueue;
  readonly handlers: readonly EventHandler[];
  /** Each handler under way takes one, and with it a connection. */
  readonly places: Places;
  readonly meter: InboxMeter;
  readonly telemetry: Telemetry;
}

/** So many at most at once, so that one context does not take all places. */
const batchSize = 8;

/**
 * Hands events to their consumers, in order per consumer and aggregate. The handler's unit of work
 * marks the inbox row itself, so that the effect and the mark are kept together or not at all.
 */
export function createInboxWorker(options: InboxWorkerOptions): InboxWorker {
  const { queue, handlers, places, meter, telemetry } = options;
  const { logger, tracing } = telemetry;
  const pauses = createPauses(logger);
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
          if (outcome.ok || outcome.error.kind !== 'unavailable') pauses.resume(handler.consumer);
          if (outcome.ok) await queue.done([claimed.position]);
          else await settle(claimed, outcome.error);
        } catch (error) {
          if (error instanceof AlreadyProcessed) return;
          span.fail(error);
          await settle(claimed, error);
        }
      },
    );
  };

  const settle = async (claimed: Claimed, reason: unknown): Promise<void> => {
    const { position, attempts, event } = claimed;
    const consumer = claimed.consumer ?? '';
    const error = describe(reason);
    const fields = { consumer, eventId: event.id, eventType: event.type, attempts, reason: error };
    if (isUnavailable(reason)) {
      pauses.pause(consumer, reason.retryAfterSeconds, error);
      const delayMs = reason.retryAfterSeconds * 1000 + backoffMs(1);
      await queue.retry(position, { error, delayMs, counted: false });
    } else if (isDatabaseAway(reason)) {
      const delayMs = reason.retryAfterSeconds * 1000 + backoffMs(1);
      await queue.retry(position, { error, delayMs, counted: false });
    } else if (attempts < maxAttempts && !isFinal(reason)) {
      logger.warn(fields, 'event not handled, to be tried again');
      await queue.retry(position, { error, delayMs: backoffMs(attempts), counted: true });
    } else {
      logger.error(fields, 'event given up');
      await queue.bury(position, error);
      meter.dead(1);
    }
  };

  const handleOrReturn = async (row: Claimed): Promise<void> => {
    const handler = byConsumer.get(row.consumer ?? '');
    if (handler !== undefined) return handle(row, handler);
    // Written for a consumer of another version of this service.
    const error = `no consumer ${row.consumer} here`;
    await queue.retry(row.position, { error, delayMs: backoffMs(8), counted: false });
  };

  const claim = async (taken: number): Promise<readonly Claimed[]> => {
    try {
      const claimed = await queue.claim(taken, pauses.current());
      places.give(taken - claimed.length);
      return claimed;
    } catch (error) {
      places.give(taken);
      throw error;
    }
  };

  return {
    round: async () => {
      const claimed = await claim(await places.take(batchSize));
      // Every one is waited for: what is still under way must keep its lease until it has ended.
      const results = await Promise.allSettled(
        claimed.map((row) => handleOrReturn(row).finally(() => places.give(1))),
      );
      const failed = results.find((result) => result.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
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

/** Only then is the event not the cause: what is too slow or in conflict may be so every time. */
function isDatabaseAway(reason: unknown): reason is DatabaseUnavailable {
  return (
    reason instanceof DatabaseUnavailable &&
    (reason.reason === 'unreachable' || reason.reason === 'acquire-timeout')
  );
}

/** Refusals that the next attempt would meet as well: a person has to look at them. */
const finalKinds = new Set<unknown>(['invalid', 'taken', 'not-found', 'transition-not-allowed']);

function isFinal(reason: unknown): boolean {
  return (
    typeof reason === 'object' && reason !== null && 'kind' in reason && finalKinds.has(reason.kind)
  );
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
  if (isUnavailable(reason)) return 'unavailable';
  return JSON.stringify(reason);
}
