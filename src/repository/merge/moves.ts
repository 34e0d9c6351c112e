import { fused, type Region, type Sides } from './regions.ts';

/**
 * Lines that one side moved and the other moved elsewhere or deleted. Line by line such texts merge
 * without a conflict, into a text in which the line is twice, or back, or still there: nobody wanted
 * that, so everything from its old place to its new one becomes one conflict. A line that was moved
 * into a conflict takes its old place with it: else one answer to the conflict would lose the line.
 */
export function withMovesInConflict(regions: readonly Region[], sides: Sides): readonly Region[] {
  const contradictions = contradictoryMoves(regions, sides);
  if (contradictions.length === 0) return regions;
  const merged: Region[] = [];
  for (let i = 0; i < regions.length;) {
    let end = i;
    for (let grown = true; grown;) {
      const reach = Math.max(
        end,
        ...contradictions.filter(([from]) => from <= end && from >= i).map(([, to]) => to),
      );
      grown = reach > end;
      end = reach;
    }
    const [only] = regions.slice(i, i + 1);
    if (end === i && only !== undefined) merged.push(only);
    else merged.push(fused(regions.slice(i, end + 1)));
    i = end + 1;
  }
  return merged;
}

/** Pairs of regions, by index and in order, that hold the two places of such a line. */
function contradictoryMoves(
  regions: readonly Region[],
  sides: Sides,
): readonly (readonly [number, number])[] {
  const inOurs = counts(sides.ours);
  const inTheirs = counts(sides.theirs);
  const emitted = placesOf(regions, (region) => resultOf(region, sides) ?? []);
  const disputed = placesOf(regions, (region) => disputedIn(region, sides));
  const found: (readonly [number, number])[] = [];
  for (const [line, home] of homesOfUnique(regions, sides)) {
    const places = emitted.get(line) ?? [];
    const ours = inOurs.get(line) ?? 0;
    const theirs = inTheirs.get(line) ?? 0;
    const cameBack = ours === 0 && places.length > 0;
    const outlived = theirs === 0 && ours === 1 && places.length > 0;
    const doubled = theirs === 1 && ours === 1 && places.length > 1;
    const drawnIn =
      theirs === 1 && ours === 1 && places.length === 0 && regions[home]?.changedBy !== 'both';
    if (!cameBack && !outlived && !doubled && !drawnIn) continue;
    const all = [home, ...places, ...(drawnIn ? (disputed.get(line) ?? []) : [])];
    found.push([Math.min(...all), Math.max(...all)]);
  }
  return found;
}

/** Which region of the base holds a line that says something and occurs once there. */
function homesOfUnique(regions: readonly Region[], sides: Sides): Map<string, number> {
  const inBase = counts(sides.base);
  const homes = new Map<string, number>();
  for (const [index, { base }] of regions.entries()) {
    for (const line of sides.base.slice(base.start, base.end)) {
      const key = line.trim();
      if (inBase.get(key) === 1) homes.set(key, index);
    }
  }
  return homes;
}

/** In which regions a line is. */
function placesOf(
  regions: readonly Region[],
  linesIn: (region: Region) => readonly string[],
): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [index, region] of regions.entries()) {
    for (const line of linesIn(region)) {
      const key = line.trim();
      const known = places.get(key);
      if (known === undefined) places.set(key, [index]);
      else known.push(index);
    }
  }
  return places;
}

function disputedIn({ changedBy, ours, theirs }: Region, sides: Sides): readonly string[] {
  if (changedBy !== 'both') return [];
  return [
    ...sides.ours.slice(ours.start, ours.end),
    ...sides.theirs.slice(theirs.start, theirs.end),
  ];
}

/** What a region becomes; null for a conflict. */
export function resultOf(region: Region, sides: Sides): readonly string[] | null {
  if (region.changedBy === 'both') return null;
  if (region.changedBy === 'theirs') {
    return sides.theirs.slice(region.theirs.start, region.theirs.end);
  }
  return sides.ours.slice(region.ours.start, region.ours.end);
}

/** How often each line that says something occurs, whatever its indentation. */
function counts(lines: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const line of lines) {
    const key = line.trim();
    if (/[\p{L}\p{N}]/u.test(key)) found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
}
