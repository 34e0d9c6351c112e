import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Result } from '../blueprint/result.ts';
import { LOCK_FILE, parseLock, type Lock, type LockProblem } from '../repository/lock.ts';

export interface LockAbove {
  /** the repository that a folder lies in, absolute */
  readonly root: string;
  readonly lock: Result<Lock, LockProblem>;
}

/**
 * The lock of the repository that a folder lies in, only read; null: it lies in none. The root of a
 * git work tree is the last to be looked at.
 */
export function lockAbove(folder: string): LockAbove | null {
  const file = path.join(folder, LOCK_FILE);
  if (existsSync(file)) return { root: folder, lock: parseLock(readText(file)) };
  const parent = path.dirname(folder);
  const isLast = parent === folder || existsSync(path.join(folder, '.git'));
  return isLast ? null : lockAbove(parent);
}

/** What cannot be read is no lock, as an empty one is not. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
