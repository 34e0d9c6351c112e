import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { Result } from '../blueprint/result.ts';
import { LOCK_FILE, parseLock, type Lock, type LockProblem } from '../repository/lock.ts';
import { folderAbove } from './folder-above.ts';

export interface LockAbove {
  /** the repository that a folder lies in, absolute */
  readonly root: string;
  readonly lock: Result<Lock, LockProblem>;
}

/** The lock of the repository that a folder lies in, only read; null: it lies in none. */
export function lockAbove(folder: string): LockAbove | null {
  const root = folderAbove(folder, (each) => existsSync(path.join(each, LOCK_FILE)));
  return root === null ? null : { root, lock: parseLock(readText(path.join(root, LOCK_FILE))) };
}

/** What cannot be read is no lock, as an empty one is not. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
