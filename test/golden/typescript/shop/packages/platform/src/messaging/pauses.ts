import type { Logger } from '../telemetry/index.ts';

/** Which consumers wait for something outside that does not answer, and until when. */
export interface Pauses {
  /** Consumers that are to be left alone now. */
  current(): readonly string[];
  /** The dependency of a consumer did not answer; the pause grows as long as it does not. */
  pause(consumer: string, retryAfterSeconds: number, reason: string): void;
  resume(consumer: string): void;
}

/** Also how long events may wait at most once the dependency is back. */
const longestMs = 30_000;

interface Pause {
  readonly rounds: number;
  readonly until: number;
}

export function createPauses(logger: Logger, now: () => number = () => performance.now()): Pauses {
  const pauses = new Map<string, Pause>();

  return {
    current: () =>
      [...pauses].filter(([, { until }]) => until > now()).map(([consumer]) => consumer),
    pause: (consumer, retryAfterSeconds, reason) => {
      const before = pauses.get(consumer);
      // Events that were tried side by side found out the same thing.
      if (before !== undefined && before.until > now()) return;
      // Told once: what has to be known is that it waits, not how often it asked.
      if (before === undefined)
        logger.warn({ consumer, reason }, 'consumer waits for a dependency');
      const rounds = before?.rounds ?? 0;
      const ms = Math.min(longestMs, retryAfterSeconds * 1000 * 2 ** rounds);
      pauses.set(consumer, { rounds: Math.min(rounds + 1, 10), until: now() + ms });
    },
    resume: (consumer) => {
      if (pauses.delete(consumer)) logger.info({ consumer }, 'dependency answers again');
    },
  };
}
