import { constants } from 'node:fs';
import { access, lstat, readdir, stat, statfs } from 'node:fs/promises';
import path from 'node:path';

import { cacheFolder } from '../../sources/cache-folder.ts';
import type { World } from '../command.ts';
import { fine, problem, warning, type Finding } from './finding.ts';
import { within } from './probe.ts';

const mebibyte = 1024 * 1024;

export async function storage(world: World): Promise<readonly Finding[]> {
  return Promise.all([disk(world), cache(world)]);
}

/** A repository with its dependencies takes some hundred megabytes. */
async function disk({ cwd }: World): Promise<Finding> {
  const found = await within(statfs(cwd).catch(() => null));
  if (found === null)
    return warning('disk', 'disk', 'its free space cannot be read', 'Check the disk.');
  const free = (found.bavail * found.bsize) / mebibyte;
  const message = `${sizeOf(free * mebibyte)} free`;
  const hint = 'Free some space; a repository with its dependencies takes 500 MiB.';
  if (free < 100) return problem('disk', 'disk', message, hint);
  return free < 1024 ? warning('disk', 'disk', message, hint) : fine('disk', 'disk', message);
}

async function cache({ environment }: World): Promise<Finding> {
  const folder = cacheFolder(environment);
  const writable = await isWritable(await nearest(folder));
  if (!writable) {
    return warning(
      'cache',
      'cache',
      `${folder} cannot be written`,
      'Set XDG_CACHE_HOME to a folder you may write to; without it presets are fetched every time.',
    );
  }
  const bytes = await within(bytesBelow(folder));
  return fine('cache', 'cache', `${folder}, ${bytes === null ? 'very large' : sizeOf(bytes)}`);
}

/** The folder itself, or the nearest above it that is there. */
async function nearest(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => null);
  return found !== null || path.dirname(folder) === folder ? folder : nearest(path.dirname(folder));
}

async function isWritable(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return (await stat(folder)).isDirectory();
  } catch {
    return false;
  }
}

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const at = path.join(folder, entry.name);
      if (entry.isDirectory()) return bytesBelow(at);
      return lstat(at).then(
        (found) => found.size,
        () => 0,
      );
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let size = bytes;
  let unit = 'bytes';
  for (const next of units) {
    if (size < 1024) break;
    [size, unit] = [size / 1024, next];
  }
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}
