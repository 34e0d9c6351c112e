import type { Files } from '../../src/check/reading/files.ts';

/** Files that only exist in memory. */
export function memoryFiles(texts: ReadonlyMap<string, string>): Files {
  return {
    paths: [...texts.keys()].toSorted(),
    unread: [],
    text: (path) => texts.get(path) ?? null,
  };
}
