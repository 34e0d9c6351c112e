import { expect, test } from 'bun:test';
import { printable, printableJson } from '../src/printable.ts';

test.each([
  ['anna', 'anna'],
  ['Zoë 😀 漢字', 'Zoë 😀 漢字'],
  ['a\r\nb', 'a\\u{d}\\u{a}b'],
  ['\u001b[2J', '\\u{1b}[2J'],
  ['\u009b2J', '\\u{9b}2J'],
  ['\u0000', '\\u{0}'],
  ['\ud800', '\\u{d800}'],
  ['\u2028', '\\u{2028}'],
  ['\u202e', '\\u{202e}'],
  ['\\u{0}', '\\\\u{0}'],
])('%j is kept and shown as %j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('text is cut at a length that no honest one has, also in the middle of a character', () => {
  expect(printable('x'.repeat(9000))).toBe(`${'x'.repeat(512)}…`);
  expect(printable(`${'x'.repeat(511)}😀`)).toBe(`${'x'.repeat(511)}\\u{d83d}…`);
});

test('JSON stays the same JSON', () => {
  const value = { text: '\u007f\u009b\u2028\u202e\u{e0001}\n\u001b"\\é😀' };

  const json = printableJson(JSON.stringify(value));

  expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(JSON.parse(json)).toEqual(value);
});
