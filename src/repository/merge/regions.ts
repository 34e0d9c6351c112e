import { lineDifference, type Hunk, type Span } from './line-difference.ts';

/** The same stretch of the three texts, and who changed it. */
export interface Region {
  readonly changedBy: 'nobody' | 'ours' | 'theirs' | 'both-alike' | 'both';
  readonly base: Span;
  readonly ours: Span;
  readonly theirs: Span;
}

/** Lines of the three sides. */
export interface Sides {
  readonly base: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

/**
 * Cuts three texts into regions, in order and without gaps. Changes that touch belong together: an
 * insertion next to a changed line may depend on it.
 */
export function regionsOf(sides: Sides): Region[] {
  const pending = {
    ours: lineDifference(sides.base, sides.ours),
    theirs: lineDifference(sides.base, sides.theirs),
  };
  const regions: Region[] = [];
  let at = { base: 0, ours: 0, theirs: 0 };
  for (;;) {
    const group = nextGroup(pending);
    const start = group?.start ?? sides.base.length;
    const length = start - at.base;
    if (length > 0) regions.push(region('nobody', at, add(at, length, length, length)));
    at = add(at, length, length, length);
    if (group === null) return regions;
    const kept = group.end - group.start;
    const end = add(at, kept, kept + growth(group.ours), kept + growth(group.theirs));
    const changed = region('both', at, end);
    regions.push({ ...changed, changedBy: changedBy(group, changed, sides) });
    at = end;
  }
}

/** One region from the first to the last of these. */
export function fused(regions: readonly Region[]): Region {
  const first = regions[0];
  const last = regions.at(-1);
  if (first === undefined || last === undefined) throw new Error('There is nothing to fuse.');
  return {
    changedBy: 'both',
    base: { start: first.base.start, end: last.base.end },
    ours: { start: first.ours.start, end: last.ours.end },
    theirs: { start: first.theirs.start, end: last.theirs.end },
  };
}

interface Position {
  readonly base: number;
  readonly ours: number;
  readonly theirs: number;
}

interface Group extends Span {
  readonly ours: readonly Hunk[];
  readonly theirs: readonly Hunk[];
}

/** Takes the next hunks that overlap or touch from both lists. */
function nextGroup(pending: { ours: Hunk[]; theirs: Hunk[] }): Group | null {
  const first = earlier(pending.ours[0], pending.theirs[0]);
  if (first === undefined) return null;
  const group = { ours: [] as Hunk[], theirs: [] as Hunk[] };
  let end = first.before.start;
  for (let grown = true; grown;) {
    grown = false;
    for (const side of ['ours', 'theirs'] as const) {
      const hunk = pending[side][0];
      if (hunk === undefined || hunk.before.start > end) continue;
      group[side].push(hunk);
      pending[side].shift();
      end = Math.max(end, hunk.before.end);
      grown = true;
    }
  }
  return { ...group, start: first.before.start, end };
}

function earlier(a: Hunk | undefined, b: Hunk | undefined): Hunk | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.before.start < a.before.start ? b : a;
}

function changedBy(group: Group, changed: Region, sides: Sides): Region['changedBy'] {
  if (group.theirs.length === 0) return 'ours';
  if (group.ours.length === 0) return 'theirs';
  const ours = sides.ours.slice(changed.ours.start, changed.ours.end);
  const theirs = sides.theirs.slice(changed.theirs.start, changed.theirs.end);
  const alike = ours.length === theirs.length && ours.every((line, i) => line === theirs[i]);
  return alike ? 'both-alike' : 'both';
}

/** How many lines longer a text has become by these. */
function growth(hunks: readonly Hunk[]): number {
  return hunks.reduce(
    (sum, { before, after }) => sum + (after.end - after.start) - (before.end - before.start),
    0,
  );
}

function add(at: Position, base: number, ours: number, theirs: number): Position {
  return { base: at.base + base, ours: at.ours + ours, theirs: at.theirs + theirs };
}

function region(changed: Region['changedBy'], from: Position, to: Position): Region {
  return {
    changedBy: changed,
    base: { start: from.base, end: to.base },
    ours: { start: from.ours, end: to.ours },
    theirs: { start: from.theirs, end: to.theirs },
  };
}
