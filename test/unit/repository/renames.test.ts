import fs from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';

import { blobHash } from '../../../src/repository/blob-hash.ts';
import type { Difference } from '../../../src/repository/difference.ts';
import { locate } from '../../../src/repository/plan-change/locate.ts';
import { workingCopy } from '../../../src/repository/working-copy.ts';
import { commitAll, git, scratchFolder, writeFiles } from '../../support/scratch.ts';

const text = Array.from({ length: 40 }, (_, line) => `line ${line}\n`).join('');
const other = Array.from({ length: 40 }, (_, line) => `another ${line * 7}\n`).join('');

function changed(file: string, base = text): Difference {
  const theirs = `${base}new\n`;
  return {
    path: file,
    owner: 'tool',
    base: { blob: blobHash(base), content: base, executable: false },
    theirs: { emitted: theirs, content: theirs, executable: false },
  };
}

async function found(
  root: string,
  differences: readonly Difference[],
  known: readonly string[] = [],
) {
  const emitted = new Set([...known, ...differences.map((each) => each.path)]);
  const located = await locate(differences, workingCopy(root), emitted);
  if (!located.ok) throw new Error(located.error.message);
  return located.value.map(({ ours }) => ours?.path ?? null);
}

test('a file that was moved is found, committed or not', async () => {
  const root = scratchFolder({ 'src/a.ts': text, 'src/b.ts': other });
  commitAll(root);
  fs.mkdirSync(path.join(root, 'lib'));
  git(root, 'mv', 'src/a.ts', 'lib/moved.ts');
  expect(await found(root, [changed('src/a.ts')], ['src/b.ts'])).toEqual(['lib/moved.ts']);
  commitAll(root);
  expect(await found(root, [changed('src/a.ts')], ['src/b.ts'])).toEqual(['lib/moved.ts']);
});

test('a file that was moved and edited is found, also with other line ends', async () => {
  const edited = text.replace('line 3', 'mine').replaceAll('\n', '\r\n');
  const root = scratchFolder({ 'lib/moved.ts': edited, 'lib/else.ts': other });
  commitAll(root);
  expect(await found(root, [changed('src/a.ts')])).toEqual(['lib/moved.ts']);
});

test('without git, one that was moved as it was is found still', async () => {
  const root = scratchFolder({ 'lib/moved.ts': text, 'node_modules/x/copy.ts': text });
  expect(await found(root, [changed('src/a.ts')])).toEqual(['lib/moved.ts']);
});

test('of several copies, the one with the same name is taken', async () => {
  const root = scratchFolder({ 'aaa.ts': text, 'lib/a.ts': text });
  expect(await found(root, [changed('src/a.ts')])).toEqual(['lib/a.ts']);
});

test('two files are not moved to one', async () => {
  const root = scratchFolder({ 'lib/moved.ts': text });
  expect(await found(root, [changed('a.ts'), changed('b.ts')])).toEqual(['lib/moved.ts', null]);
});

test('a file that is emitted somewhere is nobody’s copy', async () => {
  const root = scratchFolder({ 'src/b.ts': text });
  expect(await found(root, [changed('src/a.ts')], ['src/b.ts'])).toEqual([null]);
});

test('what has little in common is no moved file', async () => {
  const root = scratchFolder({ 'lib/else.ts': other, 'lib/short.ts': 'line 1\n' });
  commitAll(root);
  expect(await found(root, [changed('src/a.ts')])).toEqual([null]);
});

test('what git ignores is not looked at', async () => {
  const root = scratchFolder({ '.gitignore': 'build/\n', 'build/a.ts': text });
  commitAll(root);
  expect(await found(root, [changed('src/a.ts')])).toEqual([null]);
});

test('a link to a copy is no moved file', async () => {
  const outside = scratchFolder({ 'copy.ts': text });
  const root = scratchFolder({ 'x.ts': other });
  fs.symlinkSync(path.join(outside, 'copy.ts'), path.join(root, 'link.ts'));
  commitAll(root);
  expect(await found(root, [changed('src/a.ts')])).toEqual([null]);
});

test('a file that is emitted no more is not looked for elsewhere: nothing is deleted there', async () => {
  const root = scratchFolder({ 'lib/mine-now.ts': text });
  expect(await found(root, [{ ...changed('src/a.ts'), theirs: null }])).toEqual([null]);
});

test('names with spaces, umlauts and line feeds are told apart', async () => {
  const root = scratchFolder({ 'x.txt': '' });
  writeFiles(root, { 'größe und\nmehr/ä b.ts': text.replace('line 5', 'mine') });
  commitAll(root);
  expect(await found(root, [changed('src/a.ts')])).toEqual(['größe und\nmehr/ä b.ts']);
});

test('whatever git is configured to show, it is read as it is', async () => {
  const settings = scratchFolder({
    gitconfig:
      '[color]\n\tui = always\n[diff]\n\trenames = false\n\torderFile = /nowhere\n\texternal = false\n\tnoprefix = true\n[core]\n\tquotePath = true\n',
  });
  vi.stubEnv('GIT_CONFIG_GLOBAL', path.join(settings, 'gitconfig'));
  const root = scratchFolder({ 'lib/größe.ts': text.replace('line 3', 'mine') });
  commitAll(root);
  expect(await found(root, [changed('src/a.ts')])).toEqual(['lib/größe.ts']);
  vi.unstubAllEnvs();
});
