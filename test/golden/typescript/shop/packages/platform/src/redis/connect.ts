import { Redis } from 'ioredis';
import type { Logger } from '../telemetry/index.ts';
import { endpointOf, redisOptions, type RedisConfig } from './options.ts';

/** Opens a connection that comes back by itself. While it is away, commands are refused at once. */
export function connectRedis(config: RedisConfig, { logger }: { readonly logger: Logger }): Redis {
  const connection = new Redis(redisOptions(config));
  // It tries for as long as it lasts; once is enough to say why.
  let told = false;
  connection.on('error', ({ message: reason }) => {
    if (told) logger.debug({ reason }, 'redis error');
    else logger.warn({ reason }, 'redis is away');
    told = true;
  });
  connection.on('ready', () => {
    told = false;
    logger.info('redis connected');
  });
  connection.on('close', () => {
    // A rotated password or certificate is picked up by the next connection; an address that cannot
    // be read, half written perhaps, must not end the process, so the last one goes on.
    try {
      Object.assign(connection.options, endpointOf(config));
    } catch {
      logger.warn('the address of redis cannot be read');
    }
  });
  return connection;
}
