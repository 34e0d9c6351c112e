import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { parseBlueprint } from '../../src/advisor/index.ts';
import { defaults } from '../../src/blueprint/index.ts';

const page = readFileSync(new URL('../../docs/blueprint.md', import.meta.url), 'utf8');

test('the example of the blueprint guide is a valid blueprint', () => {
  const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const parsed = parseBlueprint(example, { file: 'blueprint.md' });
  expect(parsed.ok ? [] : parsed.error).toEqual([]);
});

test('the defaults of the blueprint guide are those of the program', () => {
  const { team, targets } = defaults;
  expect(page).toContain(`${team.size} people, ${team.domainComplexity} complexity`);
  expect(page).toContain(
    `p99 ${targets.p99Ms} ms, ${targets.throughputRps} requests a second, ${targets.availability} percent`,
  );
});
