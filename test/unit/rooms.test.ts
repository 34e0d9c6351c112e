import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';

/** A planted file per forbidden import: the linter has to refuse every one. */
const plants = [
  ['blueprint', "export { complete } from '../advisor/index.ts';"],
  ['blueprint', "export { readFileSync } from 'node:fs';"],
  ['advisor', "export { render } from '../render/render.ts';"],
  ['stacks/typescript', "export { render } from '../../render/render.ts';"],
  ['stacks', "export { sep } from 'node:path';"],
  ['render', "export { planCreation } from '../repository/plan.ts';"],
  ['render', "export { pathExists } from 'fs-extra';"],
  ['repository', "export { create } from '../commands/create.ts';"],
  ['sources', "export { create } from '../commands/create.ts';"],
  ['formatting', "export { inspectTarget } from '../repository/target.ts';"],
  ['check', "export { check } from '../commands/check.ts';"],
  ['commands', "export { main } from '../cli/main.ts';"],
  ['commands', "export { default } from '../plop-pack/pack.ts';"],
  ['repository', "export { plopfileIn } from '../plop/plopfile.ts';"],
  ['plop', "export { addModule } from '../commands/module.ts';"],
  ['plop-pack', "export { main } from '../cli/main.ts';"],
] as const;

const planted: string[] = [];
afterEach(() => {
  for (const file of planted.splice(0)) fs.rmSync(file);
});

test.each(plants)('an import that leaves the room %s upwards is refused: %s', (room, source) => {
  const file = path.resolve('src', room, `planted-${process.pid}.ts`);
  planted.push(file);
  fs.writeFileSync(file, `${source}\n`);
  const result = spawnSync('npx', ['oxlint', file], { encoding: 'utf8' });
  expect(result.stdout).toContain('no-restricted-imports');
  expect(result.status).not.toBe(0);
});

test('no room imports upwards', () => {
  const result = spawnSync('npx', ['oxlint', 'src'], { encoding: 'utf8' });
  expect(result.stdout).not.toContain('no-restricted-imports');
});
