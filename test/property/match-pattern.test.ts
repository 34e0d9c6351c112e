import fc from 'fast-check';
import { expect, test } from 'vitest';

import { matchesPattern } from '../../src/blueprint/pattern/matches.ts';

const atoms = [
  'a',
  'b',
  '.',
  '\\d',
  '\\w',
  '\\W',
  '[ab]',
  '[^a-c]',
  '[\\]\\-x]',
  '\\.',
  '\\p{Lu}',
  '\\u{1F600}',
  '^',
  '$',
  '\\b',
  '\\B',
  '-',
  'ß',
];

const { pattern } = fc.letrec<{ pattern: string; term: string }>((tie) => ({
  pattern: fc.array(tie('term'), { maxLength: 3 }).map((terms) => terms.join('')),
  term: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...atoms),
    fc
      .tuple(
        fc.constantFrom('a', '.', '\\w', '[ab]'),
        fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}', '*?', '+?'),
      )
      .map((both) => both.join('')),
    fc
      .tuple(
        fc.constantFrom('(', '(?:', '(?<x>'),
        tie('pattern'),
        fc.constantFrom(')', ')*', ')+', ')?', '){2}', '){1,3}', ')*?'),
      )
      .map((all) => all.join('')),
    fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `(?:${one}|${other})`),
  ),
}));

function compiled(text: string): RegExp | null {
  try {
    return new RegExp(text, 'u');
  } catch {
    // A group's name twice.
    return null;
  }
}

test('a pattern matches what the engine says it matches', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'A', '1', '-', ' ', '.', 'ß', '😀', '\n'), {
    maxLength: 7,
  });
  let matched = 0;
  fc.assert(
    fc.property(pattern, text, (source, characters) => {
      const expression = compiled(source);
      if (expression === null) return;
      const expected = expression.test(characters.join(''));
      if (expected && source !== '') matched += 1;
      expect(matchesPattern(source, characters.join(''))).toBe(expected);
    }),
    { numRuns: 3000 },
  );
  expect(matched).toBeGreaterThan(200);
});

test.each([
  '^(a+)+!$',
  '^(\\w+\\s?)*!$',
  '(.*)*!',
  '(.*)(.*)(.*)(.*)(.*)(.*)(.*)!',
  '^(a|a|a)*!$',
  '((a{1,999}){1,999}){1,999}!',
  '(a?){1000000000}!',
  `${'('.repeat(80)}a${'*)'.repeat(80)}!`,
])('the pattern %s ends in time where it does not match', (source) => {
  const start = performance.now();
  expect(matchesPattern(source, 'a'.repeat(200))).toBe(false);
  expect(performance.now() - start).toBeLessThan(5000);
});
