import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The nearest folder, from one upwards, that is what is looked for; null: none is. The root of a git
 * work tree is the last to be looked at: what lies above it is somebody else's.
 */
export function folderAbove(start: string, isIt: (folder: string) => boolean): string | null {
  let folder = start;
  while (!isIt(folder)) {
    const above = path.dirname(folder);
    if (above === folder || existsSync(path.join(folder, '.git'))) return null;
    folder = above;
  }
  return folder;
}
