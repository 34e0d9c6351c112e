import { readPattern, type Pattern } from './read.ts';

/**
 * Whether a text has a match of a pattern, as `RegExp(pattern, 'u').test(text)`, but in time that
 * a pattern cannot blow up: a pattern may come from elsewhere, and one like `(a+)+!` makes an engine that
 * backtracks run for ever, beyond any interruption. Look-around and back-references, which no
 * blueprint has, never match.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const root = readPattern(pattern);
  if (root === null) return false;
  const matcher = new Matcher([...text]);
  return matcher.after(root, matcher.anywhere) !== 0n;
}

/**
 * Every way of matching at once: sets of places in the text, a bit for each, go through the pattern
 * and come out as the places where it can end.
 */
class Matcher {
  readonly anywhere: bigint;
  readonly #characters: readonly string[];
  readonly #places = new Map<Pattern, bigint>();
  readonly #known = new Map<Pattern, Map<bigint, bigint>>();

  constructor(characters: readonly string[]) {
    this.#characters = characters;
    this.anywhere = (1n << BigInt(characters.length + 1)) - 1n;
  }

  after(pattern: Pattern, starts: bigint): bigint {
    if (starts === 0n) return 0n;
    const known = this.#known.get(pattern) ?? new Map<bigint, bigint>();
    this.#known.set(pattern, known);
    const ends = known.get(starts) ?? this.#after(pattern, starts);
    known.set(starts, ends);
    return ends;
  }

  #after(pattern: Pattern, starts: bigint): bigint {
    switch (pattern.kind) {
      case 'character':
        return (starts & this.#where(pattern)) << 1n;
      case 'edge':
        return starts & this.#where(pattern);
      case 'sequence':
        return pattern.parts.reduce((ends, part) => this.after(part, ends), starts);
      case 'alternatives':
        return pattern.parts.reduce((ends, part) => ends | this.after(part, starts), 0n);
      case 'repeated':
        return this.#repeat(pattern, starts);
    }
  }

  #repeat({ part, least, most }: Pattern & { kind: 'repeated' }, starts: bigint): bigint {
    let ends = starts;
    for (let count = 0; count < least; count += 1) {
      const next = this.after(part, ends);
      // Nothing is left, or what can match nothing stays where it is, however often it is asked for.
      if (next === ends) break;
      ends = next;
    }
    let all = ends;
    for (let count = least; count < most && ends !== 0n; count += 1) {
      ends = this.after(part, ends) & ~all;
      all |= ends;
    }
    return all;
  }

  /** The places where a character, or an edge, is what is asked for. */
  #where(pattern: Pattern & { kind: 'character' | 'edge' }): bigint {
    let places = this.#places.get(pattern);
    if (places === undefined) {
      places = 0n;
      for (let at = 0; at <= this.#characters.length; at += 1)
        if (this.#holds(pattern, at)) places |= 1n << BigInt(at);
      this.#places.set(pattern, places);
    }
    return places;
  }

  #holds(pattern: Pattern & { kind: 'character' | 'edge' }, at: number): boolean {
    if (pattern.kind === 'edge') return pattern.holds(this.#characters, at);
    const character = this.#characters[at];
    return character !== undefined && pattern.is.test(character);
  }
}
