export { connectRedis } from './connect.ts';
export type { RedisConfig } from './options.ts';
