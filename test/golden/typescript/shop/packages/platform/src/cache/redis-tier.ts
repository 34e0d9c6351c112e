import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Logger } from '../telemetry/index.ts';
import { fromText, toText } from './document-text.ts';

export interface RedisTierOptions {
  /** Read again for every connection. */
  readonly url: { current(): string };
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
const commandTimeoutMs = 200;
const channel = 'cache-dropped';

export function createRedisTier({ url, logger, dropped, outOfTouch }: RedisTierOptions): RedisTier {
  const self = randomUUID();
  const options = {
    commandTimeout: commandTimeoutMs,
    connectTimeout: 2000,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt: number) => Math.min(attempt * 100, 2000),
  };
  const client = new Redis(url.current(), options);
  const subscriber = new Redis(url.current(), { ...options, enableOfflineQueue: true });

  for (const connection of [client, subscriber]) {
    connection.on('error', (error) => logger.debug({ reason: error.message }, 'redis error'));
    connection.on('ready', () => logger.info('redis connected'));
    connection.on('close', () => {
      // A rotated password is picked up by the next connection.
      connection.options.password = passwordOf(url.current());
    });
  }
  subscriber.on('ready', outOfTouch);
  subscriber.on('message', (_channel, message) => {
    const [sender, cache, id] = message.split(' ', 3);
    if (sender !== self && cache !== undefined && id !== undefined) dropped(cache, id);
  });
  subscriber.subscribe(channel).catch(() => {
    // It is subscribed again with every new connection.
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

function passwordOf(url: string): string | undefined {
  const { password } = new URL(url);
  return password === '' ? undefined : decodeURIComponent(password);
}
