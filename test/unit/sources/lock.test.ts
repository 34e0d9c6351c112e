import { expect, test } from 'vitest';

import { parseLockSources } from '../../../src/blueprint/locked-source.ts';
import { parseLock, writeLock } from '../../../src/repository/lock.ts';

const sha256 = 'a'.repeat(64);
const commit = 'b'.repeat(40);
const source = `github:acme/presets#${commit}/shop`;

test.each([
  { source, commit, sha256 },
  { source: 'npm:@acme/presets@1.2.3/shop', version: '1.2.3', sha256 },
])('a lock keeps where its preset came from: $source', (preset) => {
  const read = parseLock(writeLock('4.0.0', {} as never, [], { preset }));
  expect(read).toMatchObject({ ok: true, value: { sources: { preset } } });
});

test.each([
  null,
  7,
  [],
  {},
  { preset: null },
  { preset: { source, commit } },
  { preset: { source, sha256 } },
  { preset: { source, commit: 'main', sha256 } },
  { preset: { source, version: 'latest', sha256 } },
  { preset: { source: ['x'], commit, sha256 } },
  { preset: { source: 'x'.repeat(2000), commit, sha256 } },
  { preset: { source, commit, sha256: 'x' } },
])('sources of another form are refused: %j', (raw) => {
  expect(parseLockSources(raw)).toBeNull();
  const lock: object = JSON.parse(writeLock('4.0.0', {} as never, []));
  expect(parseLock(JSON.stringify({ ...lock, sources: raw }))).toMatchObject({
    ok: false,
    error: { code: 'wrong-shape' },
  });
});
