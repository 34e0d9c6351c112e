import { RateLimiterRedis } from 'rate-limiter-flexible';
import { connectRedis, type RedisConfig } from '../redis/index.ts';
import type { Logger } from '../telemetry/index.ts';
import type { Counted } from './counter.ts';
import type { LimitClass, LimitRule, LimitRules } from './limits.ts';

export interface SharedCounterOptions {
  readonly rules: LimitRules;
  readonly redis: RedisConfig;
  /** Budgets are those of one service, whoever else uses the same Redis. */
  readonly service: string;
  readonly logger: Logger;
}

/** Counts in Redis, where all processes count. */
export interface SharedCounter {
  /** Null while Redis is away. */
  count(limitClass: LimitClass, key: string): Promise<Counted | null>;
  close(): void;
}

/** How long Redis is left alone after it failed; then one request asks whether it is back. */
const pauseMilliseconds = 1000;

export function createSharedCounter(options: SharedCounterOptions): SharedCounter {
  const { rules, redis, service, logger } = options;
  const connection = connectRedis(redis, { logger });
  const limiterOf = (limitClass: LimitClass, { count, seconds }: LimitRule) =>
    new RateLimiterRedis({
      storeClient: connection,
      keyPrefix: `limits:${service}:${limitClass}`,
      points: count,
      duration: seconds,
      rejectIfRedisNotReady: true,
    });
  const limiters = {
    read: limiterOf('read', rules.read),
    write: limiterOf('write', rules.write),
    auth: limiterOf('auth', rules.auth),
  };
  let failedUntil: number | null = null;

  return {
    async count(limitClass, key) {
      const now = performance.now();
      if (failedUntil !== null) {
        if (now < failedUntil) return null;
        failedUntil = now + pauseMilliseconds;
      }
      try {
        // Counts as `consume` does, and leaves the judgement to us.
        const { consumedPoints, msBeforeNext } = await limiters[limitClass].penalty(key);
        if (failedUntil !== null) logger.info('limits are counted in Redis again');
        failedUntil = null;
        return { used: consumedPoints, milliseconds: msBeforeNext };
      } catch (error) {
        if (failedUntil === null) logger.warn({ error }, 'limits are counted by each process');
        failedUntil = performance.now() + pauseMilliseconds;
        return null;
      }
    },
    close: () => connection.disconnect(),
  };
}
