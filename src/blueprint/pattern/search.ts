import { alphabetOf } from './alphabet.ts';
import { automatonOf, type Automaton } from './automaton.ts';

/** How many places a pattern may have, and how many moves between them the search makes. */
const mostPlaces = 3_000;
const mostMoves = 5_000_000;

/** Where no match has begun, and where one has ended. */
const before = -1;
const after = -2;

/** A place that can be reached with so many characters, and from where. */
type Reached = ReadonlyMap<number, number>;

/**
 * The shortest text between two lengths that a pattern takes, word boundaries apart; null where
 * there is none, or it is too far to look for.
 */
export function searchedText(pattern: string, minLength: number, maxLength: number): string | null {
  const automaton = automatonOf(pattern, mostPlaces, Infinity);
  if (automaton === null) return null;
  const characters = charactersOf(automaton, pattern);
  const layers: Reached[] = [atStart(automaton)];
  let moves = 0;
  for (let length = 0; length <= maxLength; length += 1) {
    const reached = layers[length] ?? new Map<number, number>();
    const end = length < minLength ? undefined : [...reached.keys()].find(endsAt(automaton));
    if (end !== undefined) return textOf(layers, end, characters);
    const further = new Map<number, number>();
    for (const place of reached.keys())
      for (const next of following(automaton, place)) {
        moves += 1;
        if ((next < 0 || characters.has(next)) && !further.has(next)) further.set(next, place);
      }
    if (moves > mostMoves || further.size === 0) return null;
    layers.push(further);
  }
  return null;
}

function charactersOf(automaton: Automaton, pattern: string): ReadonlyMap<number, string> {
  const characters = new Map<number, string>();
  for (const letter of alphabetOf(automaton, pattern))
    for (const place of letter.places)
      if (!characters.has(place)) characters.set(place, letter.character);
  return characters;
}

function atStart({ first, places, empty }: Automaton): Reached {
  const start = [...first.keys()].filter((place) => places[place]?.kind === 'start');
  const matched = empty > 0 ? [after] : [];
  return new Map([before, ...matched, ...start].map((place) => [place, before]));
}

function* following({ first, next, last }: Automaton, place: number): Iterable<number> {
  if (place < 0) yield place;
  if (place === before) yield* first.keys();
  yield* next[place]?.keys() ?? [];
  if (last.has(place)) yield after;
}

/** Whether a match may end at the end of the text, here or past `$`. */
function endsAt(automaton: Automaton): (place: number) => boolean {
  const { first, next, last, places } = automaton;
  const ends = (place: number): boolean => {
    if (place === after || last.has(place)) return true;
    const further = place === before ? first : next[place];
    return [...(further?.keys() ?? [])].some(
      (at) => at > place && places[at]?.kind === 'end' && ends(at),
    );
  };
  return ends;
}

function textOf(
  layers: readonly Reached[],
  end: number,
  characters: ReadonlyMap<number, string>,
): string {
  const text: string[] = [];
  let place = end;
  for (const reached of layers.slice(1).toReversed()) {
    text.push(characters.get(place) ?? 'a');
    place = reached.get(place) ?? before;
  }
  return text.toReversed().join('');
}
