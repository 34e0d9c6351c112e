import { createHash } from 'node:crypto';
import type { RedisConfig } from '../redis/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { createDocumentCache, type DocumentCache } from './document-cache.ts';
import { createMemoryTier, type MemoryTier } from './memory-tier.ts';
import { createRequestCounter } from './metrics.ts';
import { createRedisTier } from './redis-tier.ts';

export interface CacheOptions {
  /** Where the second level is; null: the first one serves alone. */
  readonly redis: RedisConfig | null;
  readonly telemetry: Telemetry;
}

/** Documents that are read by their id far more often than they change. */
export interface Cache {
  /**
   * @param name of the documents, e.g. `ordering.orders`; a label of the metrics
   * @param shape what they are made of: documents that another version of the service has kept in
   *   another shape are not read
   */
  of<Document extends object>(name: string, shape: readonly string[]): DocumentCache<Document>;
  close(): Promise<void>;
}

export function createCache({ redis, telemetry }: CacheOptions): Cache {
  const { tracing } = telemetry;
  const count = createRequestCounter(telemetry);
  const memories = new Map<string, Pick<MemoryTier<object>, 'drop' | 'clear'>>();
  const tier =
    redis === null
      ? null
      : createRedisTier({
          redis,
          logger: telemetry.logger,
          dropped: (cache, id) => memories.get(cache)?.drop(id),
          outOfTouch: () => {
            for (const memory of memories.values()) memory.clear();
          },
        });

  return {
    of: <Document extends object>(name: string, shape: readonly string[]) => {
      const memory = createMemoryTier<Document>();
      memories.set(name, memory);
      const version = createHash('sha256').update(shape.join()).digest('base64url').slice(0, 8);
      const keyOf = (id: string) => `${name}:${version}:${id}`;
      return createDocumentCache({ name, memory, redis: tier, keyOf, count, tracing });
    },
    close: async () => {
      await tier?.close();
    },
  };
}
