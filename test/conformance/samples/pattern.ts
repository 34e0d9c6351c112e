/**
 * Strings that match a regular expression: enough of the language for the patterns that people
 * write about codes and names. What it does not know it refuses, and the caller says so.
 */
type Node =
  | { readonly kind: 'set'; readonly characters: readonly string[] }
  | { readonly kind: 'sequence'; readonly nodes: readonly Node[] }
  | { readonly kind: 'choice'; readonly nodes: readonly Node[] }
  | { readonly kind: 'repeat'; readonly node: Node; readonly min: number; readonly max: number };

const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const upper = letters.map((letter) => letter.toUpperCase());
const digits = [...'0123456789'];
const printable = Array.from({ length: 95 }, (_, index) => String.fromCodePoint(32 + index));

export function stringFrom(pattern: string, random: () => number, atLeast = 0): string {
  const source = pattern.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
  const { node, rest } = parseChoice([...source]);
  if (rest.length > 0) throw new Error(`cannot make strings for the pattern ${pattern}`);
  return generate(node, random, atLeast);
}

function generate(node: Node, random: () => number, atLeast: number): string {
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  switch (node.kind) {
    case 'set':
      return pick(node.characters) ?? '';
    case 'sequence':
      return node.nodes.map((part) => generate(part, random, atLeast)).join('');
    case 'choice': {
      const chosen = pick(node.nodes);
      return chosen === undefined ? '' : generate(chosen, random, atLeast);
    }
    case 'repeat': {
      const most = Math.min(node.max, Math.max(node.min, atLeast) + 6);
      const least = Math.min(most, Math.max(node.min, Math.min(atLeast, node.max)));
      const times = least + Math.floor(random() * (most - least + 1));
      return Array.from({ length: times }, () => generate(node.node, random, 0)).join('');
    }
  }
}

interface Parsed {
  readonly node: Node;
  readonly rest: readonly string[];
}

function parseChoice(input: readonly string[]): Parsed {
  const nodes: Node[] = [];
  let rest = input;
  for (;;) {
    const sequence = parseSequence(rest);
    nodes.push(sequence.node);
    rest = sequence.rest;
    if (rest[0] !== '|') break;
    rest = rest.slice(1);
  }
  return { node: { kind: 'choice', nodes }, rest };
}

function parseSequence(input: readonly string[]): Parsed {
  const nodes: Node[] = [];
  let rest = input;
  while (rest.length > 0 && rest[0] !== '|' && rest[0] !== ')') {
    const atom = parseAtom(rest);
    const quantified = parseQuantifier(atom);
    nodes.push(quantified.node);
    rest = quantified.rest;
  }
  return { node: { kind: 'sequence', nodes }, rest };
}

function parseAtom(input: readonly string[]): Parsed {
  const [head = '', ...rest] = input;
  if (head === '(') {
    const text = rest.join('');
    if (/^\?(?!:)/.test(text)) throw new Error('lookarounds are not made');
    const inner = parseChoice(text.startsWith('?:') ? rest.slice(2) : rest);
    if (inner.rest[0] !== ')') throw new Error('an open group');
    return { node: inner.node, rest: inner.rest.slice(1) };
  }
  if (head === '[') return parseClass(rest);
  if (head === '\\') {
    const { characters, length } = escape(rest);
    return { node: set(characters), rest: rest.slice(length) };
  }
  if (head === '.') return { node: set(printable), rest };
  return { node: set([head]), rest };
}

function parseClass(input: readonly string[]): Parsed {
  let rest = input;
  const negated = rest[0] === '^';
  if (negated) rest = rest.slice(1);
  const members: string[] = [];
  while (rest[0] !== ']') {
    const [head, next, last] = rest;
    if (head === undefined) throw new Error('an open character class');
    if (head === '\\') {
      const { characters, length } = escape(rest.slice(1));
      members.push(...characters);
      rest = rest.slice(1 + length);
    } else if (next === '-' && last !== undefined && last !== ']') {
      const from = head.codePointAt(0) ?? 0;
      const to = Math.min(last.codePointAt(0) ?? 0, from + 200);
      for (let point = from; point <= to; point += 1) members.push(String.fromCodePoint(point));
      rest = rest.slice(3);
    } else {
      members.push(head);
      rest = rest.slice(1);
    }
  }
  const characters = negated ? printable.filter((item) => !members.includes(item)) : members;
  return { node: set(characters), rest: rest.slice(1) };
}

function parseQuantifier({ node, rest }: Parsed): Parsed {
  const text = rest.join('');
  const braces = /^\{(\d+)(,(\d*))?\}/.exec(text);
  if (braces) {
    const min = Number(braces[1]);
    const max = braces[2] === undefined ? min : braces[3] ? Number(braces[3]) : Infinity;
    return {
      node: { kind: 'repeat', node, min, max },
      rest: rest.slice([...braces[0]].length),
    };
  }
  const bounds = { '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] } as const;
  const [head] = rest;
  if (head === '*' || head === '+' || head === '?') {
    const [min, max] = bounds[head];
    return { node: { kind: 'repeat', node, min, max }, rest: rest.slice(1) };
  }
  return { node, rest };
}

const categories: Readonly<Record<string, readonly string[]>> = {
  L: [...letters, ...upper],
  Lu: upper,
  Ll: letters,
  N: digits,
  Nd: digits,
};

/** What stands after a backslash: its characters, and how many signs of the pattern it takes. */
function escape(input: readonly string[]): { characters: readonly string[]; length: number } {
  const category = /^p\{(\w+)\}/.exec(input.slice(0, 8).join(''));
  if (category?.[1] === undefined) return { characters: escaped(input[0] ?? ''), length: 1 };
  const characters = categories[category[1]];
  if (characters === undefined) throw new Error(`the category ${category[1]} is not made`);
  return { characters, length: category[0].length };
}

function escaped(letter: string): readonly string[] {
  if (letter === 'd') return digits;
  if (letter === 'w') return [...letters, ...upper, ...digits, '_'];
  if (letter === 's') return [' '];
  if (/[a-zA-Z0-9]/.test(letter)) throw new Error(`the escape \\${letter} is not made`);
  return [letter];
}

function set(characters: readonly string[]): Node {
  return { kind: 'set', characters };
}
