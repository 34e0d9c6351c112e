import path from 'node:path/posix';

import type { Write } from '../plan.ts';
import type { Disk } from './disk.ts';
import type { Manifest } from './manifest.ts';
import { absolutePath, foldersAbove } from './safe-path.ts';

/** The folders that writing makes, and those that deleting leaves empty. */
export function foldersChanged(
  disk: Disk,
  root: string,
  writes: readonly Write[],
): Pick<Manifest, 'made' | 'emptied'> {
  const written = writes.filter((write) => write.after !== null).map((write) => write.path);
  const deleted = writes.filter((write) => write.after === null).map((write) => write.path);
  const needed = new Set(written.flatMap(foldersAbove));
  const gone = new Set(deleted);
  const emptied = innermostFirst(deleted.flatMap(foldersAbove)).flatMap((folder) => {
    if (needed.has(folder)) return [];
    const entry = disk.look(absolutePath(root, folder));
    if (entry?.kind !== 'folder') return [];
    const names = disk.list(absolutePath(root, folder));
    if (!names.every((name) => gone.has(path.join(folder, name)))) return [];
    gone.add(folder);
    return [{ path: folder, mode: entry.mode }];
  });
  const made = innermostFirst([...needed])
    .toReversed()
    .filter((folder) => gone.has(folder) || disk.look(absolutePath(root, folder)) === null);
  return { made, emptied };
}

const innermostFirst = (folders: readonly string[]): string[] =>
  [...new Set(folders)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
