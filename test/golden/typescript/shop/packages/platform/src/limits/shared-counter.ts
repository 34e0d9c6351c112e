import { RateLimiterRedis } from 'rate-limiter-flexible';
import { connectRedis, type RedisConfig } from '../redis/index.ts';
import type { Logger } from '../telemetry/index.ts';
import type { Counted } from './counter.ts';
import { gathering } from './gathering.ts';
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
  /** Resolves once Redis is there, or after a moment without it. */
  connected(): Promise<void>;
  close(): void;
}

/** How long Redis is left alone after it failed; then one request asks whether it is back. */
const pauseMilliseconds = 1000;
/** How long a process that starts waits for it, as it would refuse whoever signs in meanwhile. */
const patienceMilliseconds = 2000;

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
  let failedUntil: number | null = null;
  connection.on('ready', () => {
    // Nobody has to find out by waiting that it is back.
    if (failedUntil !== null) failedUntil = performance.now();
  });

  async function ask(
    limiter: RateLimiterRedis,
    key: string,
    times: number,
  ): Promise<Counted | null> {
    const now = performance.now();
    if (failedUntil !== null) {
      if (now < failedUntil) return null;
      failedUntil = now + pauseMilliseconds;
    }
    try {
      // Counts as `consume` does, and leaves the judgement to us.
      const { consumedPoints, msBeforeNext } = await limiter.penalty(key, times);
      if (failedUntil !== null) logger.info('limits are counted in Redis again');
      failedUntil = null;
      return { used: consumedPoints, milliseconds: msBeforeNext };
    } catch (error) {
      if (failedUntil === null) logger.warn({ error }, 'limits are counted by each process');
      failedUntil = performance.now() + pauseMilliseconds;
      return null;
    }
  }

  const counterOf = (limitClass: LimitClass) => {
    const limiter = limiterOf(limitClass, rules[limitClass]);
    return gathering((key, times) => ask(limiter, key, times));
  };
  const counters = {
    read: counterOf('read'),
    write: counterOf('write'),
    auth: counterOf('auth'),
  };

  return {
    count: (limitClass, key) => counters[limitClass](key),
    async connected() {
      if (connection.status === 'ready') return;
      const over = Promise.withResolvers<void>();
      const timer = setTimeout(over.resolve, patienceMilliseconds);
      connection.once('ready', () => over.resolve());
      await over.promise;
      clearTimeout(timer);
    },
    close: () => connection.disconnect(),
  };
}
