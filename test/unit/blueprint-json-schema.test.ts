import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

import { parseBlueprint } from '../../src/advisor/index.ts';
import { blueprintJsonSchema, writeBlueprint } from '../../src/blueprint/index.ts';

const validate = new Ajv2020({ allowUnionTypes: true }).compile(blueprintJsonSchema());
const nasty = readFileSync(new URL('../fixtures/nasty.yaml', import.meta.url), 'utf8');

test('editors accept what the program accepts', () => {
  expect(validate(parse(nasty)) ? [] : validate.errors).toEqual([]);
});

test('editors accept what the program writes', () => {
  const parsed = parseBlueprint(nasty, { file: null });
  if (!parsed.ok) throw new Error('invalid fixture');
  const text = writeBlueprint(parsed.value.blueprint, { schemaUrl: 'x' });
  expect(validate(parse(text)) ? [] : validate.errors).toEqual([]);
});

test.each([
  ['schema: 1\nname: x', 'a blueprint without contexts'],
  ['schema: 2\nname: x\ncontexts: []', 'another version'],
  ['schema: 1\nname: X Y\ncontexts: []', 'a name in another form'],
  ['schema: 1\nname: x\ncontexts: [{ name: a, agregates: [] }]', 'an unknown key'],
  [
    'schema: 1\nname: x\ncontexts: [{ name: a, aggregates: [{ name: A, fields: [{ name: b, type: strin }] }] }]',
    'an unknown type',
  ],
  ['schema: 1\nname: x\ntargets: { p99Ms: 0 }\ncontexts: []', 'a target out of range'],
])('editors mark %j: %s', (text) => {
  expect(validate(parse(text))).toBe(false);
});

test('every key at the top says what it is for', () => {
  const { properties } = blueprintJsonSchema() as {
    properties: Record<string, { description?: string }>;
  };
  const silent = Object.entries(properties).filter(
    ([key, { description }]) => description === undefined && key !== '$schema',
  );
  expect(silent.map(([key]) => key)).toEqual([]);
});
