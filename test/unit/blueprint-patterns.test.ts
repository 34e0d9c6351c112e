import { describe, expect, test } from 'vitest';

import { parseBlueprint } from '../../src/advisor/index.ts';
import { textMatching } from '../../src/blueprint/pattern/example.ts';
import { effortOfMatching } from '../../src/blueprint/pattern/steps.ts';

const blueprint = (field: string): string =>
  `schema: 1
name: shop
contexts:
  - name: ordering
    aggregates:
      - name: Order
        fields:
          - { name: code, ${field} }
`;

const problemOf = (field: string) => {
  const parsed = parseBlueprint(blueprint(field), { file: 'backend.yaml' });
  return parsed.ok ? null : parsed.error[0];
};

describe('a pattern that a text can stop a service with is refused', () => {
  test.each([
    "type: string, pattern: '^(\\w+\\s?)*!$'",
    "type: string, pattern: '^(a+)+$'",
    "type: string, pattern: '^(a|a)*$'",
    "type: string, pattern: '^(\\d|\\d\\d)+$'",
    "type: string, pattern: '^(a|ab|b)*$'",
    "type: string, pattern: '^x{100}(\\p{L}+ ?)*$'",
    "type: string, pattern: '((a{1,999}){1,999}){1,999}!'",
    "type: string, minLength: 60, pattern: '(?:a?){40}a{40}'",
    "type: string, minLength: 60, pattern: '(.*)(.*)(.*)!'",
    "type: text, pattern: '^.+@.+$'",
    "type: text, pattern: '\\s+$'",
  ])('%s', (field) => {
    const problem = problemOf(field);
    expect(problem).toMatchObject({
      code: 'invalid-constraint',
      pointer: '/contexts/0/aggregates/0/fields/0/pattern',
      file: 'backend.yaml',
      line: 8,
    });
    expect(problem?.column).toBeGreaterThan(10);
    expect(problem?.message).toMatch(/^Matching “.*” (takes twice the time|can take seconds)/);
    expect(problem?.hint).not.toBeNull();
  });
});

test('what an external system asks for or answers with is judged as well', () => {
  const parsed = parseBlueprint(
    `${blueprint('type: string')}    externals:
      - name: bank
        operations:
          - name: transfer
            method: POST
            path: /transfers
            request: [{ name: note, type: string, pattern: '^(\\w+\\s?)*!$' }]
`,
    { file: null },
  );
  expect(parsed.ok ? [] : parsed.error.map(({ pointer }) => pointer)).toEqual([
    '/contexts/0/externals/0/operations/0/request/0/pattern',
  ]);
});

const ordinary = [
  '^[A-Z0-9-]+$',
  '^[a-z]+(-[a-z]+)*$',
  '^\\d{1,5}(\\.\\d{2})?$',
  '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$',
  '^\\w+( \\w+)*$',
  "^\\p{L}+(?:[ '-]\\p{L}+)*$",
  '^(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$',
  '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$',
  '^v?\\d+\\.\\d+\\.\\d+(?:-[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$',
  '^https://.+\\.example\\.com/.*$',
  '^.*$',
  '(a*)*',
  '^$',
  'x{0,200}y',
] as const;

describe('a pattern as people write them is taken', () => {
  test.each(ordinary)('%s', (pattern) => {
    expect(problemOf(`type: string, pattern: ${JSON.stringify(pattern)}`)).toBeNull();
  });

  test.each(ordinary)('%s fails at once where it looks worst', (pattern) => {
    const { text } = effortOfMatching(pattern, 255);
    const worst = `${text.padEnd(254, text.at(-1) ?? 'a')}\u0000`;
    const start = performance.now();
    new RegExp(pattern, 'u').test(worst);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

test('of a long text, a pattern may not ask for as much as of a short one', () => {
  expect(problemOf("type: string, pattern: '^.+@.+$'")).toBeNull();
  expect(problemOf("type: text, maxLength: 1000, pattern: '^.+@.+$'")).toBeNull();
  expect(problemOf("type: text, pattern: '^.+@.+$'")?.hint).toContain('maxLength');
});

describe('a field that no text fits is refused', () => {
  test.each([
    "type: string, minLength: 20, pattern: '^[A-Z]{3}$'",
    "type: string, maxLength: 2, pattern: '^[A-Z]{3}$'",
    "type: string, pattern: 'a^'",
    "type: string, pattern: '$a'",
    "type: string, pattern: '[]'",
  ])('%s', (field) => {
    const problem = problemOf(field);
    expect(problem).toMatchObject({
      code: 'invalid-constraint',
      pointer: '/contexts/0/aggregates/0/fields/0/pattern',
      line: 8,
    });
    expect(problem?.message).toMatch(/^No text of \d+ to \d+ characters was found/);
    expect(problem?.hint).toContain('maxLength');
  });
});

test.each([
  ['(?:a?){10}a{10}', 60, 80],
  ['(?:ab|cde){3,}', 20, 20],
  ['^(?:ab|cde)+$', 7, 7],
  ['^[a-z]+(-[a-z]{3})*$', 40, 40],
  ['^x?y?z$', 3, 3],
  ['\\d', 200, 200],
  ['^\\d', 200, 255],
  ['\\d$', 200, 255],
  ['^[\\u{400}-\\u{402}]{2,5}$', 5, 5],
  ['^(?:[A-Z]{2}|[0-9]{5})$', 5, 5],
])('a text is found that %s matches, of %i to %i characters', (pattern, least, most) => {
  const text = textMatching(pattern, least, most) ?? 'none';
  expect(text).toMatch(new RegExp(pattern, 'u'));
  expect([...text].length).toBeGreaterThanOrEqual(least);
  expect([...text].length).toBeLessThanOrEqual(most);
});
