import { setTimeout as delay } from 'node:timers/promises';

interface Patience {
  readonly withinMs?: number;
  readonly everyMs?: number;
  readonly what: string;
}

/** Asks until the answer is not undefined; fails with the last error after `withinMs` (10 s). */
export async function eventually<T>(
  ask: () => Promise<T | undefined> | T | undefined,
  { withinMs = 10_000, everyMs = 50, what }: Patience,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  let reason: unknown = 'nothing to show';
  do {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      reason = error;
    }
    await delay(everyMs);
  } while (Date.now() < deadline);
  throw new Error(
    `not within ${withinMs} ms: ${what} (${reason instanceof Error ? reason.message : String(reason)})`,
  );
}
