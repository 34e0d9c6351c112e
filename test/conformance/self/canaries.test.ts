import { expect, test } from 'vitest';
import { newCanary, sightings } from '../canaries.ts';

const canary = newCanary();
const found = (text: string): string[] => sightings(text, { secret: canary });

test('what is not there is not seen', () => {
  expect(found(newCanary())).toEqual([]);
  expect(found(canary.slice(1))).toEqual([]);
});

const disguises: readonly (readonly [how: string, text: string])[] = [
  ['as it is', canary],
  ['in capitals', canary.toUpperCase()],
  ['in JSON', JSON.stringify({ deep: [`"${canary}"`] })],
  ['in percent encoding', [...canary].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('')],
  ['in hex', Buffer.from(`before${canary}after`).toString('hex')],
  ...['', 'x', 'xy', 'conformance:'].flatMap((before) =>
    ['', '!', '!!'].flatMap((after) =>
      (['base64', 'base64url'] as const).map(
        (encoding) =>
          [
            `in ${encoding} between "${before}" and "${after}"`,
            Buffer.from(before + canary + after).toString(encoding),
          ] as const,
      ),
    ),
  ),
];

test.each(disguises)('a canary is seen %s', (_how, text) => {
  expect(found(`a line with ${text} in it`)).not.toEqual([]);
});

test('several are told apart', () => {
  const other = newCanary();
  expect(sightings(other, { secret: canary, other })).toContain('other as text');
  expect(sightings(other, { secret: canary })).toEqual([]);
});
