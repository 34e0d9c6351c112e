import { Redis } from 'ioredis';
import type { Logger } from '../telemetry/index.ts';
import { credentialsOf, redisOptions, type RedisConfig } from './options.ts';

/** Opens a connection that comes back by itself. While it is away, commands are refused at once. */
export function connectRedis(config: RedisConfig, { logger }: { readonly logger: Logger }): Redis {
  const connection = new Redis(redisOptions(config));
  connection.on('error', (error) => logger.debug({ reason: error.message }, 'redis error'));
  connection.on('ready', () => logger.info('redis connected'));
  connection.on('close', () => {
    // A rotated password is picked up by the next connection.
    Object.assign(connection.options, credentialsOf(config.url.current()));
  });
  return connection;
}
