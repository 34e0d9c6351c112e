/**
 * Whether a text has a match of a pattern, as `RegExp(pattern, 'u').test(text)`, but in time bounded
 * by pattern × text²: a pattern may come from elsewhere, and one like `(a+)+!` makes an engine that
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
  const characters = [...text];
  const matcher = new Matcher(characters);
  return (
    characters.some((_, start) => matcher.ends(root, start).size > 0) ||
    matcher.ends(root, characters.length).size > 0
  );
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

/** Every way of matching at once: for a part and a start, the set of places where it can end. */
class Matcher {
  readonly #characters: readonly string[];
  readonly #known = new Map<Pattern, Map<number, ReadonlySet<number>>>();

  constructor(characters: readonly string[]) {
    this.#characters = characters;
  }

  ends(pattern: Pattern, start: number): ReadonlySet<number> {
    const known = this.#known.get(pattern) ?? new Map<number, ReadonlySet<number>>();
    this.#known.set(pattern, known);
    const found = known.get(start) ?? this.#find(pattern, start);
    known.set(start, found);
    return found;
  }

  #find(pattern: Pattern, start: number): ReadonlySet<number> {
    switch (pattern.kind) {
      case 'character': {
        const character = this.#characters[start];
        return new Set(character !== undefined && pattern.is.test(character) ? [start + 1] : []);
      }
      case 'edge':
        return new Set(pattern.holds(this.#characters, start) ? [start] : []);
      case 'sequence': {
        let ends: ReadonlySet<number> = new Set([start]);
        for (const part of pattern.parts) ends = this.#after(part, ends);
        return ends;
      }
      case 'alternatives':
        return new Set(pattern.parts.flatMap((part) => [...this.ends(part, start)]));
      case 'repeated':
        return this.#repeat(pattern, start);
    }
  }

  #repeat(
    { part, least, most }: Pattern & { kind: 'repeated' },
    start: number,
  ): ReadonlySet<number> {
    let ends: ReadonlySet<number> = new Set([start]);
    for (let count = 0; count < least && ends.size > 0; count += 1) {
      const next = this.#after(part, ends);
      // What can match nothing stays where it is, however often it is asked for.
      if (next.size === ends.size && [...next].every((end) => ends.has(end))) break;
      ends = next;
    }
    const all = new Set(ends);
    for (let count = least; count < most && ends.size > 0; count += 1) {
      ends = new Set([...this.#after(part, ends)].filter((end) => !all.has(end)));
      for (const end of ends) all.add(end);
    }
    return all;
  }

  #after(part: Pattern, starts: ReadonlySet<number>): ReadonlySet<number> {
    const ends = new Set<number>();
    for (const start of starts) for (const end of this.ends(part, start)) ends.add(end);
    return ends;
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
