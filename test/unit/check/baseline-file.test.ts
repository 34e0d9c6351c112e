import fs from 'node:fs';
import { expect, test } from 'vitest';

import { saveBaseline } from '../../../src/commands/check/baseline-file.ts';
import { scratchFolder } from '../../support/scratch.ts';

test.each([
  ['in a folder that is not there', 'none/baseline.json'],
  ['where a folder stands', 'taken'],
])('a baseline %s is told as not written, and nothing is left of it', async (_, baseline) => {
  const folder = scratchFolder({ 'taken/file': '' });
  const saved = await saveBaseline(baseline, [], { cwd: folder });
  expect(saved).toMatchObject({ ok: false, error: { code: 'write-failed', exit: 1 } });
  expect(saved.ok ? '' : saved.error.message).toContain(baseline);
  expect(fs.readdirSync(folder)).toEqual(['taken']);
});
