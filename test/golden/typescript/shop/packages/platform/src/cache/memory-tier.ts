import { LRUCache } from 'lru-cache';

const mostDocuments = 10_000;
/** How stale a document may be where another process changed it and its word got lost. */
const freshMs = 5_000;
/** How long after a change nothing is kept: loads under way, and replicas, may still show the past. */
const settlingMs = 5_000;

/** The first level: documents in the memory of this process. */
export interface MemoryTier<Document> {
  get(id: string): Document | undefined;
  /** Keeps the document, unless it changed a moment ago. */
  fill(id: string, document: Document): void;
  drop(id: string): void;
  /** Whether it changed a moment ago: who began to load it before may still find the past. */
  isSettling(id: string): boolean;
  clear(): void;
}

export function createMemoryTier<Document extends object>(): MemoryTier<Document> {
  const documents = new LRUCache<string, Document>({ max: mostDocuments, ttl: freshMs });
  const settling = new LRUCache<string, true>({ max: mostDocuments, ttl: settlingMs });
  return {
    get: (id) => documents.get(id),
    fill: (id, document) => {
      if (!settling.has(id)) documents.set(id, document);
    },
    drop: (id) => {
      settling.set(id, true);
      documents.delete(id);
    },
    isSettling: (id) => settling.has(id),
    clear: () => documents.clear(),
  };
}
