import { lineDifference } from './line-difference.ts';
import { toLines, toText, type Lines } from './lines.ts';
import { conflictLines, type Labels } from './markers.ts';
import { resultOf, withMovesInConflict } from './moves.ts';
import { fused, regionsOf, type Region, type Sides } from './regions.ts';

/** Three texts with LF line ends. */
export interface Three {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Texts merged line by line; `conflicts` counts those that are marked in the content. */
export interface MergedText {
  readonly content: string;
  readonly conflicts: number;
}

/** Merges line by line. */
export function mergeText(three: Three, labels: Labels): MergedText {
  const parts = partsOf(three);
  return written(withMovesInConflict(regionsOf(parts.sides), parts.sides), parts, labels);
}

/**
 * The merge with everything that was changed in one conflict: for texts that would merge line by
 * line into something that is known to be wrong.
 */
export function conflictOver(three: Three, labels: Labels): MergedText {
  const parts = partsOf(three);
  const regions = regionsOf(parts.sides);
  const first = regions.findIndex((region) => region.changedBy !== 'nobody');
  if (first < 0) return { content: three.ours, conflicts: 0 };
  const last = regions.findLastIndex((region) => region.changedBy !== 'nobody');
  const whole = [
    ...regions.slice(0, first),
    fused(regions.slice(first, last + 1)),
    ...regions.slice(last + 1),
  ];
  return written(whole, parts, labels);
}

/** Merges two texts that have no common past: what differs between them is a conflict. */
export function mergeTwo(ours: string, theirs: string, labels: Labels): MergedText {
  const left = toLines(ours);
  const right = toLines(theirs);
  const lines: string[] = [];
  const hunks = lineDifference(left.lines, right.lines);
  let at = 0;
  for (const { before, after } of hunks) {
    for (const line of left.lines.slice(at, before.start)) lines.push(line);
    const sides = {
      ours: left.lines.slice(before.start, before.end),
      base: [],
      theirs: right.lines.slice(after.start, after.end),
    };
    for (const line of conflictLines(labels, sides)) lines.push(line);
    at = before.end;
  }
  for (const line of left.lines.slice(at)) lines.push(line);
  return {
    content: toText({ lines, endsWithNewline: hunks.length > 0 || left.endsWithNewline }),
    conflicts: hunks.length,
  };
}

interface Parts {
  readonly sides: Sides;
  readonly endsWithNewline: boolean;
}

function partsOf(three: Three): Parts {
  const base = toLines(three.base);
  const ours = toLines(three.ours);
  const theirs = toLines(three.theirs);
  return {
    sides: { base: base.lines, ours: ours.lines, theirs: theirs.lines },
    endsWithNewline: newlineAtEnd(base, ours, theirs),
  };
}

function newlineAtEnd(base: Lines, ours: Lines, theirs: Lines): boolean {
  return ours.endsWithNewline === base.endsWithNewline
    ? theirs.endsWithNewline
    : ours.endsWithNewline;
}

function written(regions: readonly Region[], parts: Parts, labels: Labels): MergedText {
  const { sides } = parts;
  const lines: string[] = [];
  let conflicts = 0;
  for (const region of regions) {
    const result = resultOf(region, sides);
    if (result === null) conflicts += 1;
    const emitted =
      result ??
      conflictLines(labels, {
        ours: sides.ours.slice(region.ours.start, region.ours.end),
        base: sides.base.slice(region.base.start, region.base.end),
        theirs: sides.theirs.slice(region.theirs.start, region.theirs.end),
      });
    // Not by spreading: the arguments of one call are limited, the lines of a file are not.
    for (const line of emitted) lines.push(line);
  }
  const endsInConflict = regions.at(-1)?.changedBy === 'both';
  return {
    content: toText({ lines, endsWithNewline: parts.endsWithNewline || endsInConflict }),
    conflicts,
  };
}
