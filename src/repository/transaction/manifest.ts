import { isPlainObject } from '../../blueprint/merge.ts';
import type { IndexEntry } from '../git/unmerged.ts';
import { unsafePathProblem } from './safe-path.ts';

/** One file of a transaction. Its position in the manifest names what is staged for it. */
export interface Step {
  readonly path: string;
  readonly before: { readonly blob: string; readonly mode: number } | null;
  readonly after: { readonly blob: string; readonly executable: boolean } | null;
}

/** What a transaction does, complete enough to go on or back after a power cut. */
export interface Manifest {
  /** as the user called it, e.g. `module` */
  readonly command: string;
  readonly steps: readonly Step[];
  /** folders that were not there, outermost first */
  readonly made: readonly string[];
  /** folders which the deletions leave empty, innermost first */
  readonly emptied: readonly { readonly path: string; readonly mode: number }[];
  /** what becomes of git's index */
  readonly index: readonly IndexEntry[];
}

export const writeManifest = (manifest: Manifest): Uint8Array =>
  Buffer.from(`${JSON.stringify({ format: 1, ...manifest }, null, 1)}\n`);

/** Reads a manifest that somebody may have tampered with; null: it is none of ours. */
export function parseManifest(bytes: Uint8Array): Manifest | null {
  try {
    const raw: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return isManifest(raw) ? raw : null;
  } catch {
    return null;
  }
}

function isManifest(raw: unknown): raw is Manifest {
  if (!isPlainObject(raw) || raw['format'] !== 1) return false;
  const { command, steps, made, emptied, index } = raw;
  return (
    typeof command === 'string' &&
    isListOf(steps, isStep) &&
    new Set(steps.map((step) => step.path)).size === steps.length &&
    isListOf(made, isPath) &&
    isListOf(emptied, isEmptied) &&
    isListOf(index, isIndexEntry)
  );
}

function isStep(raw: unknown): raw is Step {
  if (!isPlainObject(raw) || !isPath(raw['path'])) return false;
  const { before, after } = raw;
  if (before === null && after === null) return false;
  const isBefore =
    before === null || (isPlainObject(before) && isBlob(before['blob']) && isMode(before['mode']));
  const isAfter =
    after === null ||
    (isPlainObject(after) && isBlob(after['blob']) && typeof after['executable'] === 'boolean');
  return isBefore && isAfter;
}

const isEmptied = (raw: unknown): raw is Manifest['emptied'][number] =>
  isPlainObject(raw) && isPath(raw['path']) && isMode(raw['mode']);

const isIndexEntry = (raw: unknown): raw is IndexEntry =>
  isPlainObject(raw) &&
  isPath(raw['path']) &&
  isListOf(raw['before'], isStage) &&
  isListOf(raw['after'], isStage);

const isStage = (raw: unknown): raw is string =>
  typeof raw === 'string' &&
  /^1[02460]0(?:000|644|755) (?:[0-9a-f]{40}|[0-9a-f]{64}) [0-3]$/.test(raw);

const isPath = (raw: unknown): raw is string =>
  typeof raw === 'string' && unsafePathProblem(raw) === null;

const isBlob = (raw: unknown): raw is string =>
  typeof raw === 'string' && /^[0-9a-f]{40}$/.test(raw);

const isMode = (raw: unknown): raw is number =>
  typeof raw === 'number' && Number.isInteger(raw) && raw >= 0 && raw <= 0o777;

const isListOf = <T>(raw: unknown, is: (each: unknown) => each is T): raw is readonly T[] =>
  Array.isArray(raw) && raw.every(is);
