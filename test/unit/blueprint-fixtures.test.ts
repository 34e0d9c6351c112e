import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { parseBlueprint } from '../../src/advisor/index.ts';

test.each(['nasty'])('the fixture %s is a legal blueprint', (name) => {
  const text = readFileSync(new URL(`../fixtures/${name}.yaml`, import.meta.url), 'utf8');
  const parsed = parseBlueprint(text, { file: `${name}.yaml` });
  expect(parsed.ok ? [] : parsed.error).toEqual([]);
});
