import { diffIndices } from 'node-diff3';

/** Lines `before.start` to `before.end` (exclusive) became lines `after.start` to `after.end`. */
export interface Hunk {
  readonly before: Span;
  readonly after: Span;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Above this many pairs of equal lines the longest common subsequence would take too long. */
const MOST_PAIRS = 500_000;

/**
 * How one text became another. Lines that occur once in both are matched first (as in patience
 * diff): braces and blank lines then never tie unrelated places together, and long files stay cheap.
 */
export function lineDifference(before: readonly string[], after: readonly string[]): Hunk[] {
  const hunks: Hunk[] = [];
  compare(before, after, whole(before), whole(after), hunks);
  return hunks;
}

function compare(
  before: readonly string[],
  after: readonly string[],
  inBefore: Span,
  inAfter: Span,
  hunks: Hunk[],
): void {
  const [left, right] = trimmed(before, after, inBefore, inAfter);
  if (left.start === left.end && right.start === right.end) return;
  if (left.start === left.end || right.start === right.end) {
    hunks.push({ before: left, after: right });
    return;
  }
  const anchors = uniqueMatches(before, after, left, right);
  if (anchors.length === 0) {
    hunks.push(...longestCommon(before, after, left, right));
    return;
  }
  let from: readonly [number, number] = [left.start, right.start];
  for (const [i, j] of [...anchors, [left.end, right.end] as const]) {
    compare(before, after, { start: from[0], end: i }, { start: from[1], end: j }, hunks);
    from = [i + 1, j + 1];
  }
}

/** Without the lines that both begin and end with. */
function trimmed(
  before: readonly string[],
  after: readonly string[],
  inBefore: Span,
  inAfter: Span,
): readonly [Span, Span] {
  let [i, j, iEnd, jEnd] = [inBefore.start, inAfter.start, inBefore.end, inAfter.end];
  while (i < iEnd && j < jEnd && before[i] === after[j]) {
    i += 1;
    j += 1;
  }
  while (iEnd > i && jEnd > j && before[iEnd - 1] === after[jEnd - 1]) {
    iEnd -= 1;
    jEnd -= 1;
  }
  return [
    { start: i, end: iEnd },
    { start: j, end: jEnd },
  ];
}

/** Places of lines that occur once on each side, the most of them that keep their order. */
function uniqueMatches(
  before: readonly string[],
  after: readonly string[],
  left: Span,
  right: Span,
): readonly (readonly [number, number])[] {
  const inBefore = placesOfUnique(before, left);
  const inAfter = placesOfUnique(after, right);
  const pairs: [number, number][] = [];
  for (const [line, i] of inBefore) {
    const j = inAfter.get(line);
    if (j !== undefined && i >= 0 && j >= 0) pairs.push([i, j]);
  }
  return longestIncreasing(pairs.sort((a, b) => a[0] - b[0]));
}

/** A line's place; -1 where it occurs more than once. */
function placesOfUnique(lines: readonly string[], span: Span): Map<string, number> {
  const places = new Map<string, number>();
  for (let i = span.start; i < span.end; i += 1) {
    const line = lines[i] ?? '';
    places.set(line, places.has(line) ? -1 : i);
  }
  return places;
}

/** The longest run of pairs whose second numbers rise, too (patience sorting). */
function longestIncreasing(pairs: readonly [number, number][]): readonly [number, number][] {
  const tops: number[] = [];
  const previous: number[] = [];
  for (const [index, pair] of pairs.entries()) {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tops[middle] ?? 0]?.[1] ?? 0) < pair[1]) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? (tops[low - 1] ?? -1) : -1;
    tops[low] = index;
  }
  const run: [number, number][] = [];
  for (let index = tops.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) {
    const pair = pairs[index];
    if (pair !== undefined) run.push(pair);
  }
  return run.toReversed();
}

function longestCommon(
  before: readonly string[],
  after: readonly string[],
  left: Span,
  right: Span,
): Hunk[] {
  const a = before.slice(left.start, left.end);
  const b = after.slice(right.start, right.end);
  if (equalPairs(a, b) > MOST_PAIRS) return [{ before: left, after: right }];
  return diffIndices(a, b).map(({ buffer1, buffer2 }) => ({
    before: spanOf(left.start + buffer1[0], buffer1[1]),
    after: spanOf(right.start + buffer2[0], buffer2[1]),
  }));
}

function equalPairs(a: readonly string[], b: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const line of b) counts.set(line, (counts.get(line) ?? 0) + 1);
  let pairs = 0;
  for (const line of a) pairs += counts.get(line) ?? 0;
  return pairs;
}

function whole(lines: readonly string[]): Span {
  return { start: 0, end: lines.length };
}

function spanOf(start: number, length: number): Span {
  return { start, end: start + length };
}
