import { err, ok, type Result } from '../blueprint/result.ts';
import { isData } from './reading/data.ts';
import type { NamedFinding } from './report/report.ts';

/** A finding that was there before and is accepted for now. */
export interface BaselineEntry {
  /** e.g. `ARC-2/import-direction` */
  readonly check: string;
  readonly path: string;
  readonly message: string;
  readonly fingerprint: string;
}

const maxLength = 16 * 1024 * 1024;

/** The text of a baseline: sorted, an entry a line or so, for reading in a review. */
export function writeBaseline(entries: readonly BaselineEntry[]): string {
  const sorted = entries.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return `${JSON.stringify({ version: 1, findings: sorted }, null, 2)}\n`;
}

const keyOf = ({ check, path, message, fingerprint }: BaselineEntry): string =>
  [check, path, message, fingerprint].join('\n');

/** Reads a baseline; the error says what is wrong with it. */
export function parseBaseline(text: string): Result<readonly BaselineEntry[], string> {
  if (text.length > maxLength) return err('it is larger than 16 MiB');
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return err(`it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { version, findings } = isData(raw) ? raw : {};
  if (version !== 1) return err('its version is not 1');
  if (!Array.isArray(findings)) return err('findings is not a list');
  const entries = findings.map(entryOf);
  const wrong = entries.indexOf(null);
  if (wrong !== -1) return err(`findings[${wrong}] lacks a check, path, message or fingerprint`);
  return ok(entries.filter((entry) => entry !== null));
}

function entryOf(raw: unknown): BaselineEntry | null {
  if (!isData(raw)) return null;
  const { check, path, message, fingerprint } = raw;
  const isText = (value: unknown): value is string => typeof value === 'string';
  if (!isText(check) || !isText(path) || !isText(message) || !isText(fingerprint)) return null;
  return { check, path, message, fingerprint };
}

/** The baseline that accepts what was found; entries of checks that did not run are kept. */
export function acceptAll(
  before: readonly BaselineEntry[],
  ran: ReadonlySet<string>,
  found: readonly (NamedFinding & { readonly check: string })[],
): readonly BaselineEntry[] {
  const kept = before.filter(({ check }) => !ran.has(check));
  const accepted = found.map(({ check, path, message, fingerprint }): BaselineEntry => ({
    check,
    path,
    message,
    fingerprint,
  }));
  return [...kept, ...accepted];
}
