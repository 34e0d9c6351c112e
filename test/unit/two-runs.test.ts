import { beforeEach, expect, test, vi } from 'vitest';

import { ok } from '../../src/commands/command.ts';
import { addModule, openForModules } from '../../src/commands/module.ts';
import { noModuleAnswers } from '../../src/commands/module/answers.ts';
import { addBilling, newRepository, succeeded, worldIn } from '../support/living-repository.ts';
import { snapshot } from '../support/snapshot.ts';

beforeEach(() => {
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
  return () => vi.unstubAllEnvs();
});

test('a module that was planned before another run added one is refused, and loses nothing of it', async () => {
  const root = await newRepository();
  const how = { dryRun: false, allowDirty: false, install: false };
  const opened = succeeded(await openForModules('.', how, () => ok(null), worldIn(root)));
  succeeded(await addBilling(root));
  const before = snapshot(root);
  const answers = { ...noModuleAnswers, name: 'audit', aggregate: ['Entry(text:string)'] };
  const added = await addModule(opened, { ...answers, install: false }, null, how, worldIn(root));
  expect(added).toMatchObject({ ok: false, error: { code: 'changed-meanwhile', exit: 3 } });
  expect(snapshot(root)).toEqual(before);
});
