import type { Automaton, Place } from './automaton.ts';

/** What stands for itself in texts, and a few from elsewhere; nicer characters come first. */
const common = [
  ...'ax1A0-_ .,:/@+',
  ...Array.from({ length: 95 }, (_, index) => String.fromCodePoint(32 + index)),
  ...'\t\nßéÄΩяЖאع中あ한€—²🙂',
  '\u00A0',
  '\u0301',
];

/** A character of each kind that a pattern tells apart, with the places that take it. */
export interface Letter {
  readonly character: string;
  readonly places: ReadonlySet<number>;
}

export function alphabetOf({ places }: Automaton, pattern: string): readonly Letter[] {
  const takers = placesBySource(places);
  const letters = new Map<string, Letter>();
  for (const character of new Set([...common, ...around(pattern)])) {
    const taking = takers.filter(({ is }) => is.test(character));
    const kind = taking.map(({ source }) => source).join('\n');
    if (kind === '' || letters.has(kind)) continue;
    letters.set(kind, { character, places: new Set(taking.flatMap(({ at }) => at)) });
  }
  return [...letters.values()];
}

function placesBySource(places: readonly Place[]) {
  const bySource = new Map<string, { source: string; is: RegExp; at: number[] }>();
  for (const [index, place] of places.entries()) {
    if (place.kind !== 'character') continue;
    const known = bySource.get(place.source);
    if (known === undefined)
      bySource.set(place.source, { source: place.source, is: place.is, at: [index] });
    else known.at.push(index);
  }
  return [...bySource.values()];
}

/** The characters that a pattern names, by themselves or by number. */
function around(pattern: string): readonly string[] {
  const codes = [...pattern.matchAll(/\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2}))/gi)].map(
    ([, braced, four, two]) => Number.parseInt(braced ?? four ?? two ?? '', 16),
  );
  return [
    ...pattern,
    ...codes.filter((code) => code <= 0x10ffff).map((code) => String.fromCodePoint(code)),
  ];
}
