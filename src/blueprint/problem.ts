/** What is wrong with a blueprint, where, and what to do about it. */
export interface BlueprintProblem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint: string | null;
  /** JSON pointer (RFC 6901) into the blueprint; empty: the whole document. */
  readonly pointer: string;
  readonly file: string | null;
  /** counted from 1; null where the blueprint did not come from a text. */
  readonly line: number | null;
  readonly column: number | null;
}

export type ProblemCode =
  | 'syntax'
  | 'too-large'
  | 'newer-schema'
  | 'unknown-key'
  | 'missing'
  | 'wrong-type'
  | 'invalid-value'
  | 'invalid-name'
  | 'reserved-name'
  | 'duplicate'
  | 'clash'
  | 'invalid-field-type'
  | 'invalid-constraint'
  | 'unknown-reference'
  | 'type-mismatch'
  | 'missing-mapping'
  | 'unreachable-state'
  | 'unknown-state'
  | 'never-ends'
  | 'unhosted-context'
  | 'preset';

/** A problem before its place in the text is known. */
export interface Finding {
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint: string | null;
  readonly path: Path;
}

export type Path = readonly (string | number)[];

export type Report = (code: ProblemCode, path: Path, message: string, hint?: string) => void;

export function pointerOf(path: Path): string {
  return path
    .map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** Shows a value from outside in a message: short, on one line, without terminal escapes. */
export function quote(value: unknown): string {
  const visible = printable(typeof value === 'string' ? value : String(JSON.stringify(value)));
  const characters = [...visible];
  return `“${characters.length > 60 ? `${characters.slice(0, 57).join('')}…` : visible}”`;
}

/** Text from outside for a terminal: what would move the cursor or hide text is shown as its code. */
export function printable(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** The candidate a typing mistake away from the word, if any. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Math.min(3, Math.floor(word.length / 2)) + 1;
  if (word.length > 80) return null;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** “did you mean …?”, else the list of what there is. */
export function suggest(word: string, candidates: readonly string[]): string {
  const candidate = nearest(word, candidates);
  if (candidate !== null) return `Did you mean ${quote(candidate)}?`;
  if (candidates.length === 0) return 'There is none yet.';
  const shown = candidates.slice(0, 12).join(', ');
  return candidates.length > 12 ? `Known: ${shown}, …` : `Known: ${shown}.`;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
