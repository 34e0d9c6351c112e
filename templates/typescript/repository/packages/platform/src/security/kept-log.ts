import type { Database } from '../database/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { append, entryOf } from './appending.ts';
import type { SecurityEntry } from './chain.ts';
import { createSecurityLogMeter } from './metrics.ts';
import type { SecurityLog } from './security-log.ts';

export interface SecurityLogOptions {
  readonly database: Database;
  readonly telemetry: Telemetry;
  /** Beyond that, events are told by the access lines alone; it takes a database that is long away. */
  readonly mostWaiting?: number;
}

const mostAtOnce = 500;
/** Many refusals in a row come together in one statement. */
const gatherMs = 20;
const retryMs = 1000;
/** Within the grace of a shutdown, of which other steps need a share. */
const lastTriesMs = 3000;

/**
 * Keeps events in batches: whoever is refused costs a share of one statement, and an answer never
 * waits for the database.
 */
export function createSecurityLog(options: SecurityLogOptions): SecurityLog {
  const { database, telemetry, mostWaiting = 10_000 } = options;
  const { logger } = telemetry;
  const waiting: SecurityEntry[] = [];
  const meter = createSecurityLogMeter(telemetry, () => waiting.length);
  const stopping = new AbortController();
  let giveUpAt = Infinity;
  let atOnce = mostAtOnce;
  let underWay: Promise<void> | null = null;

  async function keepAll(): Promise<void> {
    try {
      await keepWaiting();
    } finally {
      // In the same turn as the last look at what waits: what comes afterwards begins anew.
      underWay = null;
    }
  }

  async function keepWaiting(): Promise<void> {
    await pause(gatherMs, stopping.signal);
    while (waiting.length > 0) {
      const batch = waiting.slice(0, atOnce);
      try {
        // The outcome of a lost connection is not known; the same entries are not kept twice.
        await append(database.primary, batch);
        waiting.splice(0, batch.length);
        atOnce = mostAtOnce;
      } catch (error) {
        if (isRefused(error)) {
          refused(batch, error);
          continue;
        }
        logger.error({ error, waiting: waiting.length }, 'security events are not kept yet');
        if (performance.now() > giveUpAt) return giveUp();
        await (stopping.signal.aborted ? Bun.sleep(100) : pause(retryMs, stopping.signal));
      }
    }
  }

  /** An entry that the database will not take stops nothing behind it. */
  function refused(batch: readonly SecurityEntry[], error: unknown): void {
    if (batch.length > 1) {
      atOnce = Math.ceil(batch.length / 2);
      return;
    }
    waiting.shift();
    meter.lost(1);
    logger.error({ error, action: batch[0]?.action }, 'a security event cannot be kept');
  }

  function giveUp(): void {
    meter.lost(waiting.length);
    logger.error({ lost: waiting.length }, 'security events are not kept');
    waiting.length = 0;
  }

  const keep = (): Promise<void> => (underWay ??= keepAll());

  return {
    record(event) {
      const entry = entryOf(event);
      if (waiting.length >= mostWaiting) {
        meter.lost(1);
        return;
      }
      waiting.push(entry);
      void keep();
    },
    write: (transaction, events) => append(transaction, events.map(entryOf)),
    async stop() {
      giveUpAt = performance.now() + lastTriesMs;
      stopping.abort();
      await keep();
    },
  };
}

/** Class 22 and 23 of SQLSTATE are about the data, 54 about its size: they would fail again. */
function isRefused(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^(?:22|23|54)/.test(error.code)
  );
}

async function pause(ms: number, ended: AbortSignal): Promise<void> {
  if (ended.aborted) return;
  const over = Promise.withResolvers<void>();
  const end = () => over.resolve();
  const timer = setTimeout(end, ms);
  ended.addEventListener('abort', end);
  await over.promise;
  clearTimeout(timer);
  // The signal outlives every pause, and would keep what listens to it.
  ended.removeEventListener('abort', end);
}
