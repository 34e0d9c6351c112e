import { Counter } from 'prom-client';
import type { Telemetry } from '../telemetry/index.ts';

export type CacheResult = 'hit' | 'miss' | 'error';

/** `l1` is in this process, `l2` in Redis. */
export type CacheTier = 'l1' | 'l2';

export type CountRequest = (
  cache: string,
  tier: CacheTier,
  result: CacheResult,
  by?: number,
) => void;

export function createRequestCounter({ metrics }: Telemetry): CountRequest {
  const requests = new Counter({
    name: 'cache_requests_total',
    help: 'Look-ups by cache, tier and result.',
    labelNames: ['tier', 'result', 'cache'],
    registers: [metrics],
  });
  return (cache, tier, result, by = 1) => requests.inc({ tier, result, cache }, by);
}
