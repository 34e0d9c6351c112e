import type { Blueprint } from '../blueprint/model.ts';
import type { Tree } from '../render/tree.ts';
import { blobHash } from './blob-hash.ts';

export const LOCK_FILE = 'backend.lock.json';

/** The text of `backend.lock.json`: what emitted the repository, from what, and every file as emitted. */
export function writeLock(version: string, blueprint: Blueprint, tree: Tree): string {
  const files: Record<string, { owner: string; blob: string }> = {};
  for (const [path, file] of tree) {
    files[path] = { owner: file.owner, blob: blobHash(file.content) };
  }
  return `${JSON.stringify({ lockVersion: 1, generator: `create-backend@${version}`, blueprint, files }, null, 2)}\n`;
}
