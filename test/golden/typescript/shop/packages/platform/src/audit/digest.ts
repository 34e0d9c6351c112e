import { createHash } from 'node:crypto';

/** SHA-256 of the JSON of a value, whose members are sorted by name at every depth. */
export function digestOfJson(value: unknown): string {
  return sha256(canonicalJson(value));
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * As it was when a digest was computed. What no clock of ours has said, such as `infinity`, is
 * spelled somehow: whoever wrote it is found, and stops nobody from reading on.
 */
export const instantOf = (at: unknown): string =>
  at instanceof Date && !Number.isNaN(at.getTime()) ? at.toISOString() : String(at);

/** JSON with sorted keys: what comes back from a jsonb column gives the same text as what went in. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isPlainObject(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
