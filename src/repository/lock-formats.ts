import { bringUpToDate, type Format, type NewerFormat } from '../blueprint/migrations.ts';
import type { Result } from '../blueprint/result.ts';

/**
 * The format of `backend.lock.json`. The blueprint in it is the normalised one, which no person
 * writes: a change of its form is a change of the lock's format.
 */
export const lockFormat: Format = { key: 'lockVersion', current: 1, steps: [] };

/** A lock as this version reads it, still untrusted; refused where a newer version wrote it. */
export function currentLock(
  raw: unknown,
  format: Format = lockFormat,
): Result<unknown, NewerFormat> {
  return bringUpToDate(raw, format);
}
