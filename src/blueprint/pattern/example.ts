import { matchesPattern } from './matches.ts';
import { searchedText } from './search.ts';

/**
 * A text that matches a pattern; null where none was found. First by walking through the pattern and
 * taking the shortest way, which gives the texts that people would write, then by a search.
 */
export function textMatching(pattern: string, minLength: number, maxLength: number): string | null {
  const fits = (text: string) => {
    const { length } = [...text];
    return length >= minLength && length <= maxLength && matchesPattern(pattern, text);
  };
  const walked = [0, 1, 2, minLength, 8, 16].map((extra) => walk(pattern, extra));
  const found = [...walked, ...commonTexts].find(fits);
  if (found !== undefined) return found;
  const searched = searchedText(pattern, minLength, maxLength);
  return searched !== null && fits(searched) ? searched : null;
}

const commonTexts = ['abc', 'ABC', 'A1', 'a', '1', '123', 'abc-def', 'Example'];

/** `extra`: how many more times than needed an open quantifier repeats. */
function walk(pattern: string, extra: number): string {
  let rest = [...pattern];

  const next = () => rest.shift() ?? '';

  function alternatives(): string {
    const first = sequence();
    while (rest[0] === '|') {
      next();
      sequence();
    }
    return first;
  }

  function sequence(): string {
    let text = '';
    while (rest.length > 0 && rest[0] !== '|' && rest[0] !== ')') text += quantified(atom());
    return text;
  }

  function atom(): string {
    const character = next();
    switch (character) {
      case '(':
        return group();
      case '[':
        return classMember();
      case '\\':
        return escaped(next());
      case '^':
      case '$':
        return '';
      case '.':
        return 'a';
      default:
        return character;
    }
  }

  function group(): string {
    const ignored = /^\?(?:[=!]|<[=!])/.test(rest.slice(0, 3).join(''));
    if (rest[0] === '?') {
      const opening = /^\?(?::|<?[=!]|<\w+>)/.exec(rest.join(''))?.[0] ?? '?';
      rest = rest.slice(opening.length);
    }
    const text = alternatives();
    next();
    return ignored ? '' : text;
  }

  function quantified(text: string): string {
    const [, one, least = '', open] = /^(?:([?*+])|\{(\d+)(,?)\d*\})\??/.exec(rest.join('')) ?? [];
    if (one === undefined && least === '') return text;
    const [matched = ''] = /^(?:[?*+]|\{\d+,?\d*\})\??/.exec(rest.join('')) ?? [];
    rest = rest.slice(matched.length);
    if (one === '?') return '';
    if (one !== undefined) return text.repeat((one === '+' ? 1 : 0) + extra);
    return text.repeat(Number(least) + (open === ',' && matched.endsWith(',}') ? extra : 0));
  }

  function classMember(): string {
    const start = rest.length;
    const negated = rest[0] === '^';
    let member = '';
    while (rest.length > 0 && (rest[0] !== ']' || rest.length === start)) {
      const character = next();
      const value = character === '\\' ? escaped(next()) : character;
      if (member === '' && !(negated && value === '^')) member = value;
    }
    next();
    return negated ? 'a' : member;
  }

  return alternatives();
}

function escaped(character: string): string {
  switch (character) {
    case 'd':
      return '1';
    case 'w':
      return 'a';
    case 's':
      return ' ';
    case 'D':
    case 'W':
    case 'S':
      return character === 'W' ? '-' : 'x';
    case 'b':
    case 'B':
      return '';
    case 'n':
      return '\n';
    case 't':
      return '\t';
    default:
      return character;
  }
}
