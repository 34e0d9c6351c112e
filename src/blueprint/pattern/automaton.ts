import { readPattern, type Pattern } from './read.ts';

/**
 * A pattern as the places in it that take a character, and which of them can follow which. Between
 * two places there may be several ways, which an engine that backtracks tries one after the other;
 * `ways` counts them. (Glushkov's automaton, with multiplicities.)
 */
export interface Automaton {
  readonly places: readonly Place[];
  readonly first: Ways;
  readonly next: readonly Ways[];
  /** the places that a match can end at */
  readonly last: Ways;
  /** in how many ways nothing at all is a match */
  readonly empty: number;
}

export type Place = { readonly kind: 'start' | 'end' } | (Pattern & { kind: 'character' });

type Ways = ReadonlyMap<number, number>;

interface Fragment {
  readonly first: Ways;
  readonly last: Ways;
  readonly empty: number;
}

class TooLarge extends Error {}

/**
 * Null where it would have more than `most` places, or where the pattern cannot be read. No count
 * goes beyond `repeats`: what one more repetition changes, forty have shown.
 */
export function automatonOf(pattern: string, most: number, repeats: number): Automaton | null {
  const root = readPattern(pattern);
  if (root === null) return null;
  const builder = new Builder(most, repeats);
  try {
    return { ...builder.fragment(root), places: builder.places, next: builder.next };
  } catch (error) {
    if (error instanceof TooLarge) return null;
    throw error;
  }
}

const nothing: Fragment = { first: new Map(), last: new Map(), empty: 1 };

class Builder {
  readonly places: Place[] = [];
  readonly next: Map<number, number>[] = [];
  readonly #most: number;
  readonly #repeats: number;
  #room: number;

  constructor(most: number, repeats: number) {
    this.#most = most;
    this.#repeats = repeats;
    this.#room = most * 100;
  }

  fragment(pattern: Pattern): Fragment {
    switch (pattern.kind) {
      case 'character':
        return this.#place(pattern);
      case 'edge':
        if (pattern.name === 'boundary') return nothing;
        return this.#place({ kind: pattern.name === '^' ? 'start' : 'end' });
      case 'sequence':
        return pattern.parts.reduce((all, part) => this.#join(all, this.fragment(part)), nothing);
      case 'alternatives':
        return pattern.parts
          .map((part) => this.fragment(part))
          .reduce((one, other) => ({
            first: sum(one.first, other.first),
            last: sum(one.last, other.last),
            empty: one.empty + other.empty,
          }));
      case 'repeated':
        return this.#repeated(pattern);
    }
  }

  #place(place: Place): Fragment {
    if (this.places.length >= this.#most) throw new TooLarge();
    const index = this.places.push(place) - 1;
    this.next.push(new Map());
    return { first: new Map([[index, 1]]), last: new Map([[index, 1]]), empty: 0 };
  }

  #repeated({ part, least, most }: Pattern & { kind: 'repeated' }): Fragment {
    let rest = most === Infinity ? this.#endless(part) : nothing;
    const further = most === Infinity ? 0 : Math.min(most, this.#repeats) - least;
    for (let count = 0; count < further; count += 1) {
      const inner = this.#join(this.fragment(part), rest);
      // A repetition beyond the least that takes nothing is none (ECMA-262, RepeatMatcher).
      rest = { ...inner, empty: 1 };
    }
    for (let count = 0; count < Math.min(least, this.#repeats); count += 1)
      rest = this.#join(this.fragment(part), rest);
    return rest;
  }

  #endless(part: Pattern): Fragment {
    const inner = this.fragment(part);
    this.#connect(inner.last, inner.first);
    return { ...inner, empty: 1 };
  }

  #join(one: Fragment, other: Fragment): Fragment {
    this.#connect(one.last, other.first);
    return {
      first: sum(one.first, other.first, one.empty),
      last: sum(other.last, one.last, other.empty),
      empty: one.empty * other.empty,
    };
  }

  #connect(from: Ways, to: Ways): void {
    this.#room -= from.size * to.size;
    if (this.#room < 0) throw new TooLarge();
    for (const [place, out] of from) {
      const known = this.next[place];
      for (const [target, into] of to) known?.set(target, (known.get(target) ?? 0) + out * into);
    }
  }
}

function sum(one: Ways, other: Ways, times = 1): Ways {
  if (times === 0 || other.size === 0) return one;
  const all = new Map(one);
  for (const [place, ways] of other) all.set(place, (all.get(place) ?? 0) + ways * times);
  return all;
}
