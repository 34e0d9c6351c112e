import type { Telemetry } from '../telemetry/index.ts';
import type { MemoryTier } from './memory-tier.ts';
import type { CountRequest } from './metrics.ts';
import type { RedisTier } from './redis-tier.ts';

export interface DocumentCache<Document> {
  /** The document as kept, or as loaded; several readers at once share one load. */
  get(id: string, load: () => Promise<Document | null>): Promise<Document | null>;
  /**
   * Forgets the document everywhere; called once its change has been committed.
   * @param version of the document; the first one has no past that could be kept anywhere
   */
  drop(id: string, version: number): Promise<void>;
}

export interface DocumentCacheOptions<Document> {
  readonly name: string;
  readonly memory: MemoryTier<Document>;
  /** Null: the memory of this process serves alone. */
  readonly redis: RedisTier | null;
  readonly keyOf: (id: string) => string;
  readonly count: CountRequest;
  readonly tracing: Telemetry['tracing'];
}

export function createDocumentCache<Document extends object>(
  options: DocumentCacheOptions<Document>,
): DocumentCache<Document> {
  const { name, memory, redis, keyOf, count, tracing } = options;
  const loads = new Map<string, Promise<Document | null>>();
  // A ratio of hits can be told from the start, not only once there was one.
  count(name, 'l1', 'hit', 0);
  count(name, 'l1', 'miss', 0);

  /** A Redis that is away or slow costs a look-up, never an answer. */
  const fromRedis = async (id: string): Promise<Document | undefined> => {
    if (redis === null) return undefined;
    try {
      const document = await redis.get<Document>(keyOf(id));
      count(name, 'l2', document === undefined ? 'miss' : 'hit');
      return document;
    } catch {
      count(name, 'l2', 'error');
      return undefined;
    }
  };

  const loadThrough = async (
    id: string,
    load: () => Promise<Document | null>,
  ): Promise<Document | null> => {
    const kept = await fromRedis(id);
    if (kept !== undefined) {
      memory.fill(id, kept);
      return kept;
    }
    const loaded = await load();
    if (loaded !== null) {
      memory.fill(id, loaded);
      // The reader does not wait for it, and a failure only means another miss.
      redis?.fill(keyOf(id), loaded).catch(() => {});
    }
    return loaded;
  };

  const find = async (
    id: string,
    load: () => Promise<Document | null>,
  ): Promise<Document | null> => {
    const kept = memory.get(id);
    count(name, 'l1', kept === undefined ? 'miss' : 'hit');
    if (kept !== undefined) return kept;

    // One who reads the primary must not share the load of one who reads a replica.
    if (memory.isSettling(id)) return load();
    const underWay = loads.get(id);
    if (underWay !== undefined) return underWay;
    const loading = loadThrough(id, load).finally(() => {
      if (loads.get(id) === loading) loads.delete(id);
    });
    loads.set(id, loading);
    return loading;
  };

  return {
    get: (id, load) =>
      tracing.enabled
        ? tracing.span(`cache ${name}`, { kind: 'internal' }, () => find(id, load))
        : find(id, load),
    drop: async (id, version) => {
      // Who reads from now on must not share a load that began before the change.
      loads.delete(id);
      if (version === 1) return;
      memory.drop(id);
      await redis?.drop(keyOf(id), name, id).catch(() => count(name, 'l2', 'error'));
    },
  };
}
