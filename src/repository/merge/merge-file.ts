import { LABELS, type Labels } from './markers.ts';
import { mergeText, mergeTwo, type MergedText } from './text.ts';

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

/** What both sides changed of one file, in one text; what contradicts itself is marked as a conflict. */
export async function mergeFile(input: MergeInput): Promise<Merged> {
  const { base, ours, theirs } = input;
  if (ours === theirs || theirs === base) return clean(ours, 'text');
  if (ours === base) return clean(theirs, 'text');
  return conflictOrText(mergeText(input, input.labels ?? LABELS));
}

/** Two files that came to be independently at one path. */
export async function mergeAdded(input: Omit<MergeInput, 'base'>): Promise<Merged> {
  if (input.ours === input.theirs) return clean(input.ours, 'text');
  return conflictOrText(mergeTwo(input.ours, input.theirs, input.labels ?? LABELS));
}

function conflictOrText({ content, conflicts }: MergedText): Merged {
  return conflicts === 0 ? clean(content, 'text') : { kind: 'conflict', content, conflicts };
}

function clean(content: string, how: 'text' | 'structure' | 'formatting'): Merged {
  return { kind: 'clean', content, how };
}
