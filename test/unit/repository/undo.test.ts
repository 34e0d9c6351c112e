import path from 'node:path';
import { expect, test } from 'vitest';

import { gitState } from '../../../src/repository/git/state.ts';
import { keepUndo, keptUndo } from '../../../src/repository/undo.ts';
import { workingCopy } from '../../../src/repository/working-copy.ts';
import { commitAll, scratchFolder } from '../../support/scratch.ts';

const about = { from: '4.0.0', to: '4.1.0', branch: null };
const plan = {
  writes: [
    {
      path: 'a.txt',
      before: null,
      after: { bytes: Buffer.from('new\n'), executable: false },
    },
  ],
  conflicts: [],
};

async function committed() {
  const root = scratchFolder({ 'a.txt': 'old\n' });
  commitAll(root);
  const state = await gitState(root);
  if (!state.ok || state.value === null) throw new Error('git does not answer');
  return { root, git: state.value };
}

test('what an upgrade is about to overwrite is kept', async () => {
  const { root, git } = await committed();
  expect(await keepUndo(git, workingCopy(root), plan, about)).toMatchObject({ ok: true });
  expect(keptUndo(git)).toMatchObject({ ...about, files: [{ path: 'a.txt' }] });
});

test('where it cannot be kept, that is told, and nothing is kept by halves', async () => {
  const { root, git } = await committed();
  const blocked = { ...git, gitFolder: path.join(root, 'a.txt') };
  const kept = await keepUndo(blocked, workingCopy(root), plan, about);
  expect(kept).toMatchObject({ ok: false, error: { code: 'folder-is-a-file' } });
  expect(kept.ok ? '' : kept.error.message).toContain('a.txt');
  expect(keptUndo(git)).toBeNull();
});
