import { describe, expect, test } from 'vitest';
import { textMatching } from '../../src/blueprint/pattern/example.ts';

const patterns: readonly (readonly [pattern: string, least: number, most: number])[] = [
  ['^[A-Z0-9-]+$', 3, 40],
  ['^[A-Z]{3}$', 0, 3],
  ['^[A-Z]{2}-\\d{4}$', 0, 255],
  ['^\\d{1,5}(\\.\\d{2})?$', 0, 255],
  ['^(?:red|green|blue)$', 0, 255],
  ['^(https?)://[a-z.]+$', 12, 255],
  ['^\\+[1-9]\\d{6,14}$', 0, 16],
  ['^[^"\'\\\\`$/]+$', 1, 40],
  ['^[a-z]+(-[a-z]+)*$', 1, 60],
  ['^\\w+@\\w+\\.\\w{2,}$', 5, 255],
  ['^.{8,}$', 8, 20],
  ['[0-9]', 0, 255],
  ['^$', 0, 0],
  ['^\\p{Lu}', 0, 255],
];

describe('an example of a field with a pattern', () => {
  test.each(patterns)('matches %s with %i to %i characters', (pattern, least, most) => {
    const text = textMatching(pattern, least, most) ?? 'no text';
    expect(text).toMatch(new RegExp(pattern, 'u'));
    expect([...text].length).toBeGreaterThanOrEqual(least);
    expect([...text].length).toBeLessThanOrEqual(most);
  });
});
