import { err, ok, type Result } from './result.ts';

/** A document that carries the number of its format, as it was read. */
export type Document = Readonly<Record<string, unknown>>;

/** One step of a format, from a number to the next; pure. It need not set the number. */
export interface FormatStep {
  readonly from: number;
  readonly to: number;
  change(document: Document): Document;
}

/** A kind of document, and how what older versions wrote becomes what this version reads. */
export interface Format {
  /** The key that holds the number. */
  readonly key: string;
  readonly current: number;
  readonly steps: readonly FormatStep[];
}

export interface NewerFormat {
  readonly key: string;
  readonly found: number;
  readonly known: number;
}

/** The format of a blueprint as people write it. */
export const blueprintFormat: Format = { key: 'schema', current: 1, steps: [] };

/**
 * Brings a document to the current format, step by step. What a newer version wrote is refused;
 * what carries no number at all is handed on, for its reader to say what is wrong with it.
 */
export function bringUpToDate(raw: unknown, format: Format): Result<unknown, NewerFormat> {
  const { key, current, steps } = format;
  if (!isDocument(raw)) return ok(raw);
  const found = raw[key];
  if (typeof found !== 'number' || !Number.isSafeInteger(found) || found < 1) return ok(raw);
  if (found > current) return err({ key, found, known: current });
  let document = raw;
  for (let at = found; at < current;) {
    const step = steps.find(({ from }) => from === at);
    if (step === undefined || step.to <= at || step.to > current) {
      throw new Error(`No step leads from ${key} ${at} to ${current}.`);
    }
    document = { ...step.change(document), [key]: step.to };
    at = step.to;
  }
  return ok(document);
}

function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
