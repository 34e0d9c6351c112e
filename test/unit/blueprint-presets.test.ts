import { readdirSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { parseRaw } from '../../src/advisor/index.ts';
import { composePreset, presetSummaries } from '../../src/blueprint/index.ts';

const folder = new URL('../../presets/', import.meta.url);
const texts = Object.fromEntries(
  readdirSync(folder).map((file) => [
    file.replace('.yaml', ''),
    readFileSync(new URL(file, folder), 'utf8'),
  ]),
);

test.each(Object.keys(texts))('the preset %s is a valid blueprint', (name) => {
  const written = composePreset(name, texts);
  expect(written).toMatchObject({ ok: true });
  if (!written.ok) return;
  expect(parseRaw(written.value)).toMatchObject({ ok: true });
});

test('every preset says what it is', () => {
  for (const { title, description } of presetSummaries(texts)) {
    expect(title).not.toBe('');
    expect(description.length).toBeGreaterThan(20);
  }
});
