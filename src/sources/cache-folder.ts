import { homedir } from 'node:os';
import path from 'node:path';

/** Where programs keep what can be fetched again, by the platform's own convention. */
export function cacheFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: string = process.platform,
): string {
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? homedir();
  const xdg = environment['XDG_CACHE_HOME'];
  // A relative one is to be ignored (XDG Base Directory Specification).
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, 'create-backend');
  if (platform === 'win32') {
    const local = environment['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local');
    return path.join(local, 'create-backend', 'Cache');
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'create-backend');
  return path.join(home, '.cache', 'create-backend');
}
