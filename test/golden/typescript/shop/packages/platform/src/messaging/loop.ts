import type { Logger } from '../telemetry/index.ts';

export interface LoopOptions {
  readonly name: string;
  /** One round; true when there is more to do at once. */
  readonly round: () => Promise<boolean>;
  /** The longest sleep between rounds: a wake-up is a hint, polling is the guarantee. */
  readonly everyMs: number;
  readonly logger: Logger;
}

/** Work that goes on until it is stopped. */
export interface Loop {
  /** @param afterMs before the first round */
  start(afterMs: number): void;
  /** Ends the sleep, or the next one if a round is under way, so that no hint is lost. */
  wake(): void;
  /** Resolves when the round under way has ended. */
  stop(): Promise<void>;
}

/** Many commits in a row wake the loop once: it then finds their rows in one round. */
const gatherMs = 50;

export function createLoop({ name, round, everyMs, logger }: LoopOptions): Loop {
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let awake = false;
  let endSleep = () => {};

  const sleep = async (ms: number, interruptible: () => boolean): Promise<void> => {
    if (stopping.signal.aborted || interruptible()) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      endSleep = () => {
        if (!stopping.signal.aborted && !interruptible()) return;
        clearTimeout(timer);
        resolve();
      };
    });
  };

  const run = async (afterMs: number): Promise<void> => {
    if (afterMs > 0) await sleep(afterMs, () => awake);
    while (!stopping.signal.aborted) {
      awake = false;
      let more = false;
      try {
        more = await round();
      } catch (error) {
        logger.warn({ loop: name, error }, 'round failed');
      }
      if (more) continue;
      await sleep(everyMs, () => awake);
      if (awake) await sleep(gatherMs, () => false);
    }
  };

  return {
    start: (afterMs) => {
      running = run(afterMs);
    },
    wake: () => {
      awake = true;
      endSleep();
    },
    stop: async () => {
      stopping.abort();
      endSleep();
      await running;
    },
  };
}
