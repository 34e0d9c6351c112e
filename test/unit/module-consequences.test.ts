import { expect, test } from 'vitest';

import { parseBlueprint } from '../../src/advisor/index.ts';
import { consequences } from '../../src/commands/module/consequences.ts';
import { shelf } from '../support/living-repository.ts';

const noted = (text: string): readonly string[] => {
  const blueprint = shelf();
  const written = () => ({ text, blueprint: parseBlueprint(text, { file: 'backend.yaml' }) });
  return consequences({ blueprint, written }, blueprint);
};

test('a module over a backend.yaml that is not valid says so', () => {
  expect(noted('schema: 1\nname: shelf\n__proto__: { polluted: yes }\n')).toEqual([
    expect.stringContaining('backend.yaml was not valid before'),
  ]);
});

test('nothing is said where there is no backend.yaml', () => {
  const blueprint = shelf();
  expect(consequences({ blueprint, written: () => null }, blueprint)).toEqual([]);
});
