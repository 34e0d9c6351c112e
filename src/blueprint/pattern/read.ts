/** A pattern of a blueprint, as a tree. */
export type Pattern =
  | { readonly kind: 'character'; readonly source: string; readonly is: RegExp }
  | {
      readonly kind: 'edge';
      readonly name: '^' | '$' | 'boundary';
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

/** Reads what `RegExp` with the flag `u` has accepted; null: it looks around, or back at a group. */
export function readPattern(pattern: string): Pattern | null {
  try {
    return new Reader(pattern).read();
  } catch (error) {
    if (error instanceof Unsupported) return null;
    throw error;
  }
}

class Unsupported extends Error {}

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
    if (this.#take(/^\^/) !== null) return { kind: 'edge', name: '^', holds: (_, at) => at === 0 };
    if (this.#take(/^\$/) !== null)
      return { kind: 'edge', name: '$', holds: (all, at) => at === all.length };
    const boundary = this.#take(/^\\[bB]/);
    if (boundary !== null) {
      const wanted = boundary === '\\b';
      return {
        kind: 'edge',
        name: 'boundary',
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
    return { kind: 'character', source, is: new RegExp(`^(?:${source})$`, 'u') };
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
