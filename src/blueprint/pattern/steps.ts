import { alphabetOf, type Letter } from './alphabet.ts';
import { automatonOf, type Automaton } from './automaton.ts';

/** What matching a text in vain takes at worst. */
export interface Effort {
  /** about how many steps; infinite where every character multiplies them */
  readonly steps: number;
  /** the beginning of a text that takes them */
  readonly text: string;
}

const depth = 64;
const width = 24;
/** Nobody waits so long, however short the text. */
const tooMany = 1e12;

/**
 * How many steps an engine that backtracks, as that of V8 does, takes at most to find that a text
 * of so many characters does not match. Looks for the text with the most ways through the pattern,
 * keeping the best beginnings, and reads from its first characters how it goes on.
 */
export function effortOfMatching(pattern: string, length: number): Effort {
  for (const repeats of [32, 16, 8, 4, 2]) {
    const automaton = automatonOf(pattern, 2_000, repeats);
    if (automaton !== null) return effortIn(automaton, alphabetOf(automaton, pattern), length);
  }
  return { steps: Infinity, text: '' };
}

/** A beginning of a text: the ways that are open after it, and the steps until there. */
interface Beginning {
  readonly text: string;
  readonly open: ReadonlyMap<number, number>;
  readonly ways: number;
  readonly steps: readonly number[];
}

/** Where no match has begun yet: it may begin at any character. */
const before = -1;

function effortIn(automaton: Automaton, letters: readonly Letter[], length: number): Effort {
  let worst: Effort = { steps: 0, text: '' };
  let beginnings: readonly Beginning[] = accepts(automaton, atStart(automaton))
    ? []
    : [{ text: '', open: atStart(automaton), ways: 1, steps: [0] }];
  for (let at = 0; at < Math.min(depth, length) && beginnings.length > 0; at += 1) {
    const longer = beginnings.flatMap((beginning) =>
      letters.flatMap((letter) => extended(automaton, beginning, letter)),
    );
    beginnings = distinct(longer.toSorted((a, b) => b.ways - a.ways));
    for (const { text, steps } of beginnings)
      if ((steps.at(-1) ?? 0) > worst.steps) worst = { steps: steps.at(-1) ?? 0, text };
    if (worst.steps > tooMany) return { ...worst, steps: Infinity };
  }
  for (const { text, steps } of beginnings) {
    const all = extrapolated(steps, length);
    if (all > worst.steps) worst = { steps: all, text };
  }
  return worst;
}

function atStart({ first, places }: Automaton): ReadonlyMap<number, number> {
  const open = new Map([[before, 1]]);
  for (const [place, ways] of first) if (places[place]?.kind === 'start') open.set(place, ways);
  return open;
}

/** A match that is found ends the search: only texts without one go on. */
function accepts({ last, empty }: Automaton, open: ReadonlyMap<number, number>): boolean {
  return empty > 0 || [...open.keys()].some((place) => last.has(place));
}

function extended(
  automaton: Automaton,
  { text, open, steps }: Beginning,
  { character, places }: Letter,
): readonly Beginning[] {
  const after = new Map<number, number>([[before, 1]]);
  let ways = 1;
  for (const [place, count] of open) {
    const next = place === before ? automaton.first : automaton.next[place];
    for (const [target, more] of next ?? []) {
      if (!places.has(target)) continue;
      after.set(target, (after.get(target) ?? 0) + count * more);
      ways += count * more;
    }
  }
  if (accepts(automaton, after)) return [];
  const all = [...steps, (steps.at(-1) ?? 0) + ways];
  return [{ text: text + character, open: after, ways, steps: all }];
}

/** The beginnings with the most ways, of those with the same places open only one. */
function distinct(sorted: readonly Beginning[]): readonly Beginning[] {
  const seen = new Map<string, Beginning>();
  for (const beginning of sorted) {
    const places = [...beginning.open.keys()].toSorted((a, b) => a - b).join(' ');
    if (!seen.has(places)) seen.set(places, beginning);
    if (seen.size === width) break;
  }
  return [...seen.values()];
}

/** From how the steps have grown, as a power of the length or faster than any. */
function extrapolated(steps: readonly number[], length: number): number {
  const known = steps.length - 1;
  const all = steps[known] ?? 0;
  if (known === length) return all;
  const degree = Math.log2(all / (steps[Math.floor(known / 2)] ?? 1));
  return degree > 7 ? Infinity : all * (length / known) ** Math.max(1, degree);
}
