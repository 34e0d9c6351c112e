import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

import { folderAbove } from '../../src/commands/folder-above.ts';
import { scratchFolder, writeFiles } from '../support/scratch.ts';

const isMarked = (folder: string): boolean => fs.existsSync(path.join(folder, 'mark'));

test('the nearest folder is found from further down', () => {
  const folder = scratchFolder({ mark: '', 'a/mark': '', 'a/b/c/file': '' });
  expect(folderAbove(path.join(folder, 'a/b/c'), isMarked)).toBe(path.join(folder, 'a'));
});

test('the root of a work tree is looked at, and nothing above it', () => {
  const folder = scratchFolder({ mark: '', 'a/.git/HEAD': '', 'a/b/file': '' });
  expect(folderAbove(path.join(folder, 'a/b'), isMarked)).toBeNull();
  writeFiles(folder, { 'a/mark': '' });
  expect(folderAbove(path.join(folder, 'a/b'), isMarked)).toBe(path.join(folder, 'a'));
});
