import { expect, test } from 'vitest';

import { blobHash } from '../../../src/repository/blob-hash.ts';
import { readBlobs } from '../../../src/repository/git/objects.ts';
import { commitAll, git, scratchFolder } from '../../support/scratch.ts';

const contents = {
  'empty.txt': '',
  'plain.txt': 'one\ntwo\n',
  'no-end.txt': 'no line feed at the end',
  'like-a-header.txt': `${'a'.repeat(40)} blob 3\nxyz\n${'b'.repeat(40)} missing\n`,
  'binary.bin': Buffer.from([0, 255, 10, 13, 0, 10]),
};

test('blobs are read byte for byte by the hash that we compute', async () => {
  const root = scratchFolder(contents);
  commitAll(root);
  const hashes = Object.values(contents).map(blobHash);
  const { found, missing } = await readBlobs(root, hashes);
  expect(missing).toEqual([]);
  for (const [index, content] of Object.values(contents).entries()) {
    expect(found.get(hashes[index] ?? '')).toEqual(Buffer.from(content));
  }
});

test('what is not there, and what is no blob, is missing', async () => {
  const root = scratchFolder(contents);
  commitAll(root);
  const tree = git(root, 'rev-parse', 'HEAD^{tree}').trim();
  const commit = git(root, 'rev-parse', 'HEAD').trim();
  const nowhere = 'f'.repeat(40);
  const { found, missing } = await readBlobs(root, [tree, blobHash('one\ntwo\n'), commit, nowhere]);
  expect([...found.keys()]).toEqual([blobHash('one\ntwo\n')]);
  expect(missing).toEqual([tree, commit, nowhere]);
});

test('nothing but hashes is asked for', async () => {
  const root = scratchFolder(contents);
  commitAll(root);
  expect(await readBlobs(root, ['HEAD:plain.txt', '--batch-all-objects', 'x\ny'])).toEqual({
    found: new Map(),
    missing: [],
  });
});

test('without git everything is missing', async () => {
  const hash = blobHash('one\ntwo\n');
  expect((await readBlobs(scratchFolder({ '.git/x': '' }), [hash])).missing).toEqual([hash]);
});
