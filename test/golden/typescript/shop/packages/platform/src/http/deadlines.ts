/** Requests under way, each with the moment at which it has to be answered at the latest. */
export interface Deadlines {
  /** How many are under way. */
  count(): number;
  /** The answer, or the one of `late` once the time is over. */
  bound<T>(work: Promise<T>, late: () => T): Promise<T>;
  stop(): void;
}

interface Entry {
  readonly at: number;
  readonly expire: () => void;
}

const tickMilliseconds = 250;

/**
 * All deadlines are equally far away, so they expire in the order in which they were set: one timer
 * looks at the oldest, where a timer for every request would cost more than most requests do.
 */
export function createDeadlines(milliseconds: number): Deadlines {
  const entries = new Set<Entry>();
  const timer = setInterval(() => {
    const now = performance.now();
    for (const entry of entries) {
      if (entry.at > now) return;
      entries.delete(entry);
      entry.expire();
    }
  }, tickMilliseconds);
  timer.unref();

  return {
    count: () => entries.size,
    bound: (work, late) =>
      new Promise((resolve, reject) => {
        const entry = { at: performance.now() + milliseconds, expire: () => resolve(late()) };
        entries.add(entry);
        work.then(
          (value) => {
            entries.delete(entry);
            resolve(value);
          },
          (error: unknown) => {
            entries.delete(entry);
            reject(error);
          },
        );
      }),
    stop: () => clearInterval(timer),
  };
}
