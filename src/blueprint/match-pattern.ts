/**
 * Whether a text has a match of a pattern, as `RegExp(pattern, 'u').test(text)`, but in time that
 * a pattern cannot blow up: a pattern may come from elsewhere, and one like `(a+)+!` makes an engine that
 * backtracks run for ever, beyond any interruption. Look-around and back-references, which no
 * blueprint has, never match.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  let root: Pattern;
  try {
    root = new Reader(pattern).read();
  } catch (error) {
    if (error instanceof Unsupported) return false;
    throw error;
  }
  const matcher = new Matcher([...text]);
  return matcher.after(root, matcher.anywhere) !== 0n;
}

type Pattern =
  | { readonly kind: 'character'; readonly is: RegExp }
  | {
      readonly kind: 'edge';
      readonly holds: (characters: readonly string[], at: number) => boolean;
    }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'alternatives'; readonly parts: readonly Pattern[] }
  | {
      readonly kind: 'repeated';
      readonly part: Pattern;
      readonly least: number;
      readonly most: number;
    };

class Unsupported extends Error {}

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

/** Reads what `RegExp` with the flag `u` has accepted. */
class Reader {
  #rest: string;

  constructor(pattern: string) {
    this.#rest = pattern;
  }

  read(): Pattern {
    const parts = [this.#sequence()];
    while (this.#take(/^\|/) !== null) parts.push(this.#sequence());
    return parts.length === 1 && parts[0] !== undefined
      ? parts[0]
      : { kind: 'alternatives', parts };
  }

  #sequence(): Pattern {
    const parts: Pattern[] = [];
    while (this.#rest !== '' && !/^[|)]/.test(this.#rest))
      parts.push(this.#quantified(this.#atom()));
    return { kind: 'sequence', parts };
  }

  #quantified(part: Pattern): Pattern {
    const quantifier = this.#take(/^(?:[*+?]|\{\d+(?:,\d*)?\})\??/)?.replace(/(.)\?$/, '$1');
    if (quantifier === undefined) return part;
    const [, first = '0', comma, last = ''] = /^\{(\d+)(,)?(\d*)\}$/.exec(quantifier) ?? [];
    const bounds: Readonly<Record<string, readonly [number, number]>> = {
      '*': [0, Infinity],
      '+': [1, Infinity],
      '?': [0, 1],
    };
    const open = last === '' ? Infinity : Number(last);
    const [least, most] = bounds[quantifier] ?? [
      Number(first),
      comma === undefined ? Number(first) : open,
    ];
    return { kind: 'repeated', part, least, most };
  }

  #atom(): Pattern {
    if (this.#take(/^\^/) !== null) return { kind: 'edge', holds: (_, at) => at === 0 };
    if (this.#take(/^\$/) !== null) return { kind: 'edge', holds: (all, at) => at === all.length };
    const boundary = this.#take(/^\\[bB]/);
    if (boundary !== null) {
      const wanted = boundary === '\\b';
      return {
        kind: 'edge',
        holds: (all, at) => (isWord(all[at - 1]) !== isWord(all[at])) === wanted,
      };
    }
    if (this.#take(/^\((?:\?(?::|<[^=!>]+>)|(?!\?))/) !== null) {
      const inside = this.read();
      this.#take(/^\)/);
      return inside;
    }
    const source = this.#take(
      /^(?:\[(?:\\[\s\S]|[^\]\\])*\]|\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|\\c[A-Za-z]|\\[^1-9k]|[^()\\])/u,
    );
    if (source === null) throw new Unsupported();
    return { kind: 'character', is: new RegExp(`^(?:${source})$`, 'u') };
  }

  #take(form: RegExp): string | null {
    const taken = form.exec(this.#rest)?.[0] ?? null;
    if (taken !== null) this.#rest = this.#rest.slice(taken.length);
    return taken;
  }
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /^\w$/.test(character);
}
