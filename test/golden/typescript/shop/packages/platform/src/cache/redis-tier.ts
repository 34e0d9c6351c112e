import { randomUUID } from 'node:crypto';
import { connectRedis, type RedisConfig } from '../redis/index.ts';
import type { Logger } from '../telemetry/index.ts';
import { fromText, toText } from './document-text.ts';

export interface RedisTierOptions {
  readonly redis: RedisConfig;
  readonly logger: Logger;
  /** Called when another process has changed a document. */
  readonly dropped: (cache: string, id: string) => void;
  /** Called when such calls may have been missed. */
  readonly outOfTouch: () => void;
}

/** The second level: documents that all processes share. Every call rejects while Redis is away. */
export interface RedisTier {
  get<Document>(key: string): Promise<Document | undefined>;
  fill(key: string, document: object): Promise<void>;
  /** Tells all processes that the document has changed. */
  drop(key: string, cache: string, id: string): Promise<void>;
  close(): Promise<void>;
}

const freshMs = 60_000;
/** A document that was just changed is not kept again before loads under way have ended. */
const settlingMs = 5_000;
const settling = 'settling';
const channel = 'cache-dropped';

export function createRedisTier({
  redis,
  logger,
  dropped,
  outOfTouch,
}: RedisTierOptions): RedisTier {
  const self = randomUUID();
  const client = connectRedis(redis, { logger });
  const subscriber = connectRedis(redis, { logger });

  subscriber.on('ready', () => {
    subscriber.subscribe(channel).then(outOfTouch, () => {
      // The connection broke again: the next one subscribes.
    });
  });
  subscriber.on('message', (_channel, message) => {
    const [sender, cache, id] = message.split(' ', 3);
    if (sender !== self && cache !== undefined && id !== undefined) dropped(cache, id);
  });

  return {
    get: async <Document>(key: string) => {
      const text = await client.get(key);
      return text === null || text === settling ? undefined : fromText<Document>(text);
    },
    fill: async (key, document) => {
      await client.set(key, toText(document), 'PX', freshMs, 'NX');
    },
    drop: async (key, cache, id) => {
      await Promise.all([
        client.set(key, settling, 'PX', settlingMs),
        client.publish(channel, `${self} ${cache} ${id}`),
      ]);
    },
    close: async () => {
      client.disconnect();
      subscriber.disconnect();
    },
  };
}
