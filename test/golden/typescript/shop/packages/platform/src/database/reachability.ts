import { DatabaseUnavailable } from './errors.ts';

/** What is known of a server by the way, so that asking it is rarely needed. */
export interface Reachability {
  answered(): void;
  lost(): void;
  /** Rejects when the server does not answer; one whose connections are all busy does. */
  check(): Promise<void>;
}

/** An answer that is no older counts as one to the question whether there would be one. */
const recentMs = 5_000;

export function createReachability(ask: () => Promise<unknown>): Reachability {
  let answeredAt = -Infinity;
  let asking: Promise<void> | null = null;

  const askAgain = async (): Promise<void> => {
    try {
      await ask();
    } catch (error) {
      const isBusy = error instanceof DatabaseUnavailable && error.reason === 'acquire-timeout';
      if (!isBusy) throw error;
    } finally {
      asking = null;
    }
  };

  return {
    answered: () => {
      answeredAt = performance.now();
    },
    lost: () => {
      answeredAt = -Infinity;
    },
    check: async () => {
      if (performance.now() - answeredAt < recentMs) return;
      // Whoever asks meanwhile waits for the same answer instead of for another connection.
      asking ??= askAgain();
      await asking;
    },
  };
}
