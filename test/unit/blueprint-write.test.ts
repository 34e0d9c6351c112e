import { readdirSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { parseBlueprint, parseRaw } from '../../src/advisor/index.ts';
import { composePreset, writeBlueprint } from '../../src/blueprint/index.ts';

const folder = new URL('../../presets/', import.meta.url);
const presets = Object.fromEntries(
  readdirSync(folder).map((file) => [
    file.replace('.yaml', ''),
    readFileSync(new URL(file, folder), 'utf8'),
  ]),
);
const options = { schemaUrl: './backend.schema.json' };

test.each(Object.keys(presets))(
  'the written text of %s reads back as the same blueprint',
  (name) => {
    const written = composePreset(name, presets);
    if (!written.ok) throw new Error('unreadable preset');
    const advised = parseRaw(written.value);
    if (!advised.ok) throw new Error('invalid preset');
    const { blueprint } = advised.value;

    const text = writeBlueprint(blueprint, options);
    const reread = parseBlueprint(text, { file: null });

    expect(reread.ok ? reread.value.blueprint : reread.error).toEqual(blueprint);
  },
);

test('texts that are hard to quote survive being written and read', () => {
  const nasty = readFileSync(new URL('../fixtures/nasty.yaml', import.meta.url), 'utf8');
  const advised = parseBlueprint(nasty, { file: null });
  if (!advised.ok) throw new Error('invalid fixture');

  const text = writeBlueprint(advised.value.blueprint, options);
  const reread = parseBlueprint(text, { file: null });

  expect(reread.ok ? reread.value.blueprint : reread.error).toEqual(advised.value.blueprint);
  expect(reread.ok ? writeBlueprint(reread.value.blueprint, options) : '').toBe(text);
});
