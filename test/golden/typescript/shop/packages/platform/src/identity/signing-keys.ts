import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import type { Logger } from '../telemetry/index.ts';
import type { Provider } from './provider.ts';

export type KeySet = JWTVerifyGetKey;

/**
 * The provider's signing keys, fetched in the background and kept through an outage.
 *
 * Keys of jose's own remote set expire after ten minutes whether the provider answers or not, and a
 * failing provider is asked again for every token. Both turn an outage of the provider into ours.
 */
export interface SigningKeys {
  /** Makes the first attempt; later ones happen by themselves. */
  start(): Promise<void>;
  /** Null before the first success, and once an outage has lasted for more than an hour. */
  current(): KeySet | null;
  /** A newer set for a key id that is not in the current one; null where none may be had now. */
  refreshed(): Promise<KeySet | null>;
  /** Grows whenever other keys were published. */
  generation(): number;
  stop(): void;
}

const refreshMilliseconds = 5 * 60_000;
/** The last success may be one interval older than the outage, which is survived for an hour. */
const staleMilliseconds = 60 * 60_000 + refreshMilliseconds;
const retryMilliseconds = { first: 1000, longest: 30_000 };
/** An attacker's made-up key ids must not become a flood of requests to the provider. */
const budget = { fetches: 2, milliseconds: 30_000 };

export function createSigningKeys(
  provider: Provider,
  logger: Logger,
  now: () => number,
): SigningKeys {
  let keys: { readonly set: KeySet; readonly text: string; readonly fetchedAt: number } | null =
    null;
  let generation = 0;
  let retryAfter = retryMilliseconds.first;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let underWay: Promise<boolean> | null = null;
  let asked: number[] = [];
  let stopped = false;

  /** One fetch serves all who wait for it. Resolves to whether it succeeded. */
  const fetchOnce = () => (underWay ??= fetchKeys().finally(() => (underWay = null)));

  async function fetchKeys(): Promise<boolean> {
    try {
      const document = await provider.fetchKeys();
      const text = JSON.stringify(document);
      if (text !== keys?.text) generation += 1;
      const set = text === keys?.text ? keys.set : createLocalJWKSet(document);
      keys = { set, text, fetchedAt: now() };
      retryAfter = retryMilliseconds.first;
      return true;
    } catch (error) {
      logger.warn({ error }, 'the identity provider does not give its signing keys');
      return false;
    }
  }

  async function refreshInBackground(): Promise<void> {
    const succeeded = await fetchOnce();
    if (stopped) return;
    const delay = succeeded ? refreshMilliseconds : retryAfter;
    if (!succeeded) retryAfter = Math.min(retryAfter * 2, retryMilliseconds.longest);
    timer = setTimeout(() => void refreshInBackground(), delay);
    timer.unref();
  }

  function mayAsk(): boolean {
    const since = now() - budget.milliseconds;
    asked = asked.filter((at) => at > since);
    if (asked.length >= budget.fetches) return false;
    asked.push(now());
    return true;
  }

  return {
    start: refreshInBackground,
    current: () => (keys !== null && now() - keys.fetchedAt < staleMilliseconds ? keys.set : null),
    async refreshed() {
      if (underWay === null && !mayAsk()) return null;
      return (await fetchOnce()) ? (keys?.set ?? null) : null;
    },
    generation: () => generation,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
