import { LABELS, type Labels } from './markers.ts';
import {
  isAlwaysStructured,
  isBroken,
  mergeByStructure,
  says,
  structureOf,
  type Structure,
  type Structured,
} from './structure/index.ts';
import { conflictOver, mergeText, mergeTwo, type MergedText } from './text.ts';

export { hasMarkers } from './markers.ts';

/** Three versions of one file, as text with LF line ends. */
export interface MergeInput {
  /** POSIX path in the repository: its name tells what the text is */
  readonly path: string;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  /** The repository's own formatter; throws where the text does not parse. */
  readonly format: (path: string, content: string) => Promise<string>;
  readonly labels?: Labels;
}

export type Merged =
  | {
      readonly kind: 'clean';
      readonly content: string;
      /** What it took: lines, the structure of the language, or bringing all three into one format. */
      readonly how: 'text' | 'structure' | 'formatting';
    }
  | {
      readonly kind: 'conflict';
      /** Ours and theirs, with diff3 markers where they contradict each other. */
      readonly content: string;
      readonly conflicts: number;
    };

/**
 * What both sides changed of one file, in one text; what contradicts itself is marked as a conflict.
 * Lines are merged first: that keeps comments and order as both sides have them. A language that has
 * a structure then judges the result, and merges where lines cannot; a file that was only formatted
 * otherwise is brought into one format before anything is called a conflict.
 */
export async function mergeFile(input: MergeInput): Promise<Merged> {
  const { base, ours, theirs } = input;
  if (ours === theirs || theirs === base) return clean(ours, 'text');
  if (ours === base) return clean(theirs, 'text');
  const labels = input.labels ?? LABELS;
  const byLine = mergeText(input, labels);
  const asksStructure = isAlwaysStructured(input.path) || byLine.conflicts > 0;
  const structure = asksStructure ? await structureOf(input.path) : null;
  const judged: Judged = { ...input, structure };
  const structured: Structured =
    structure === null ? { kind: 'undecided' } : mergeByStructure(structure, input);
  const lineResult = byLine.conflicts === 0 ? await sound(judged, byLine.content) : null;

  if (structured.kind === 'contradiction') return marked(input, byLine, labels);
  if (structured.kind === 'merged' && structure !== null) {
    const agrees = lineResult !== null && says(structure, lineResult, structured.meaning);
    if (agrees) return clean(lineResult, 'text');
    const result = await sound(judged, structured.text);
    if (result !== null) return clean(result, 'structure');
  } else if (lineResult !== null) return clean(lineResult, 'text');

  const formatted = await mergeFormatted(judged, labels);
  return formatted === null ? marked(input, byLine, labels) : clean(formatted, 'formatting');
}

/** A merge whose results are judged by the structure of the language, where one is known. */
interface Judged extends MergeInput {
  readonly structure: Structure | null;
}

/** Two files that came to be independently at one path. */
export async function mergeAdded(input: Omit<MergeInput, 'base'>): Promise<Merged> {
  const { ours, theirs } = input;
  const { content, conflicts } = mergeTwo(ours, theirs, input.labels ?? LABELS);
  if (conflicts === 0) return clean(ours, 'text');
  const tidy = await formatted(input, ours);
  if (tidy !== null && tidy === (await formatted(input, theirs))) return clean(ours, 'formatting');
  return { kind: 'conflict', content, conflicts };
}

/** The three brought into one format and merged by line; null where that does not help. */
async function mergeFormatted(input: Judged, labels: Labels): Promise<string | null> {
  const three = await Promise.all(
    [input.base, input.ours, input.theirs].map((text) => formatted(input, text)),
  );
  const [base, ours, theirs] = three;
  if (base == null || ours == null || theirs == null || ours === input.ours) return null;
  const merged = mergeText({ base, ours, theirs }, labels);
  return merged.conflicts === 0 ? await sound(input, merged.content) : null;
}

/**
 * A result that parses and refers to nothing that is gone, else null. Where the user keeps the file
 * as the formatter would, the result is formatted as well: their own check would fail otherwise.
 */
async function sound(input: Judged, result: string): Promise<string | null> {
  const { structure } = input;
  if (structure !== null && isBroken(structure, input, result)) return null;
  const [tidy, ours] = await Promise.all([formatted(input, result), formatted(input, input.ours)]);
  if (tidy === null) return null;
  return ours === input.ours ? tidy : result;
}

async function formatted(
  { path, format }: Pick<MergeInput, 'path' | 'format'>,
  text: string,
): Promise<string | null> {
  try {
    return await format(path, text);
  } catch {
    return null;
  }
}

function marked(input: MergeInput, byLine: MergedText, labels: Labels): Merged {
  const { content, conflicts } = byLine.conflicts > 0 ? byLine : conflictOver(input, labels);
  return { kind: 'conflict', content, conflicts };
}

function clean(content: string, how: 'text' | 'structure' | 'formatting'): Merged {
  return { kind: 'clean', content, how };
}
