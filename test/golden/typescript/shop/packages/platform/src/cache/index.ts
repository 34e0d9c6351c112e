export { createCache, type Cache } from './cache.ts';
export type { DocumentCache } from './document-cache.ts';
