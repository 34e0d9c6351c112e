import { expect, test } from 'vitest';

import { contextPage } from '../../../src/stacks/shared/documents/context.ts';
import {
  blocks,
  code,
  enumerate,
  plain,
  section,
  table,
} from '../../../src/stacks/shared/documents/markdown.ts';
import { blueprints } from './blueprints.ts';

test.each([
  ['plain', '`plain`'],
  ['a`b', '``a`b``'],
  ['`', '`` ` ``'],
  ['a|b', '`a\\|b`'],
])('the code span of %s shows exactly that', (text, span) => {
  expect(code(text)).toBe(span);
});

test('what a person wrote shows as written and cannot become markup', () => {
  expect(plain('a *b*\n<script> [x](y) | $1')).toBe('a \\*b\\* \\<script\\> \\[x\\](y) \\| \\$1');
});

test('what has no content leaves no heading, no table and no blank line', () => {
  expect(table(['A'], [])).toBe('');
  expect(section(2, 'Externals', table(['A'], []))).toBe('');
  expect(blocks('a', '', 'b')).toBe('a\n\nb');
});

test('a list in a sentence reads as one', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((items) => enumerate(items))).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
});

test.each(Object.entries(blueprints))(
  'the pages of %s have content under every heading',
  (_, blueprint) => {
    for (const context of blueprint.contexts) {
      const lines = contextPage(blueprint, context)
        .split('\n')
        .filter((line) => line !== '');
      const levels = lines.map((line) => /^#+(?= )/.exec(line)?.[0].length ?? 0);
      levels.forEach((level, index) => {
        const next = levels[index + 1];
        if (level > 0)
          expect(next === 0 || (next ?? 0) > level, `${context.name}: ${lines[index]}`).toBe(true);
      });
    }
  },
);

test.each(Object.entries(blueprints))(
  'every row of a table in the pages of %s has as many cells as its head',
  (_, blueprint) => {
    for (const context of blueprint.contexts) {
      let width = 0;
      for (const line of contextPage(blueprint, context).split('\n')) {
        const cells = line.startsWith('|') ? line.split(/(?<!\\)\|/).length : 0;
        if (cells > 0 && width > 0) expect(cells, line).toBe(width);
        width = cells;
      }
    }
  },
);
