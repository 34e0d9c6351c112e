import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { readArchive, writeArchive } from '../../../src/sources/archive.ts';
import { limits } from '../../../src/sources/limits.ts';
import { below, place } from './place.ts';
import { pax, tar, tarball, type Entry } from './tarball.ts';

const good: Entry = { path: 'p/good.yaml', body: 'a: 1' };

function pathsIn(archive: Buffer): readonly string[] | string {
  const read = readArchive(archive);
  return read.ok ? read.value.map((file) => file.path) : read.error.code;
}

const passedOver: readonly (readonly [string, readonly Entry[]])[] = [
  ['a path above', [{ path: 'p/../../evil.yaml', body: 'x' }]],
  ['a path above inside', [{ path: 'p/a/../../../evil.yaml', body: 'x' }]],
  ['an absolute path', [{ path: '/etc/evil.yaml', body: 'x' }]],
  ['an absolute path behind a folder', [{ path: 'p//etc/evil.yaml', body: 'x' }]],
  ['a drive of Windows', [{ path: 'p/C:/evil.yaml', body: 'x' }]],
  ['a drive-relative path', [{ path: 'p/C:evil.yaml', body: 'x' }]],
  ['a share of Windows', [{ path: 'p/\\\\host\\share\\evil.yaml', body: 'x' }]],
  ['backslashes', [{ path: 'p/..\\..\\evil.yaml', body: 'x' }]],
  ['an encoded path above', [{ path: 'p/%2e%2e/evil.yaml', body: 'x' }]],
  ['a stream of Windows', [{ path: 'p/evil.yaml:x.yaml', body: 'x' }]],
  ['a device of Windows', [{ path: 'p/con.yaml', body: 'x' }]],
  ['a dot at the end', [{ path: 'p/evil./x.yaml', body: 'x' }]],
  ["git's own folder", [{ path: 'p/.GIT/x.yaml', body: 'x' }]],
  ['a control character', [{ path: 'p/\u001b[31m.yaml', body: 'x' }]],
  ['a symbolic link', [{ path: 'p/evil.yaml', type: '2', link: '/etc/passwd' }]],
  [
    'a symbolic link and a file through it',
    [
      { path: 'p/in', type: '2', link: '/tmp' },
      { path: 'p/in/../../evil.yaml', body: 'x' },
    ],
  ],
  ['a hard link', [{ path: 'p/evil.yaml', type: '1', link: '../../etc/passwd' }]],
  ['a pipe', [{ path: 'p/evil.yaml', type: '6' }]],
  ['a device', [{ path: 'p/evil.yaml', type: '3' }]],
  ['an unknown kind', [{ path: 'p/evil.yaml', type: 'Z', body: 'x' }]],
  ['an extended path above', [pax('p/../../evil.yaml'), { path: 'p/x.yaml', body: 'x' }]],
  [
    'a long name above',
    [
      { path: '././@LongLink', type: 'L', body: 'p/../evil.yaml\u0000' },
      { path: 'p/x.yaml', body: 'x' },
    ],
  ],
  ['a prefix above', [{ path: 'evil.yaml', prefix: 'p/..', body: 'x' }]],
  ['what is deeper than a preset is', [{ path: `p/${'d/'.repeat(20)}x.yaml`, body: 'x' }]],
  [
    'what is larger than a preset is',
    [{ path: 'p/x.yaml', body: Buffer.alloc(limits.preset + 1) }],
  ],
  ['a program', [{ path: 'p/evil.sh', mode: 0o4755, body: 'x' }]],
];

test.each(passedOver)('%s in an archive is passed over', (_, entries) => {
  expect(pathsIn(tarball([...entries, good]))).toEqual(['good.yaml']);
});

const damaged: readonly (readonly [string, Buffer, string])[] = [
  ['no gzip', Buffer.from('hello'), 'source-unsafe'],
  ['an empty file', Buffer.alloc(0), 'source-unsafe'],
  ['half a gzip', tarball([good]).subarray(0, 40), 'source-unsafe'],
  ['no end', gzipSync(tar([good]).subarray(0, 512)), 'source-unsafe'],
  ['a size beyond the end', tarball([{ ...good, size: '77777777777' }]), 'source-unsafe'],
  ['a size that is no number', tarball([{ ...good, size: '-1' }]), 'source-unsafe'],
  [
    'a size in another form',
    tarball([{ ...good, size: '\u0080\u0000\u0000\u0001' }]),
    'source-unsafe',
  ],
  ['a wrong checksum', gzipSync(tar([good]).fill('z', 0, 1)), 'source-unsafe'],
  ['a bomb', gzipSync(Buffer.alloc(limits.unpacked + 1024)), 'source-too-large'],
];

test.each(damaged)('an archive with %s is refused', (_, archive, code) => {
  expect(pathsIn(archive)).toBe(code);
});

test('an archive of a million entries is refused in no time', () => {
  const [header] = [tar([{ path: 'p/x', body: '' }]).subarray(0, 512)];
  const many = gzipSync(Buffer.concat(Array.from({ length: limits.entries + 1 }, () => header)));
  const start = performance.now();
  expect(pathsIn(many)).toBe('source-too-large');
  expect(performance.now() - start).toBeLessThan(15_000);
});

test('archives of GNU tar are read, with long names and links among them', () => {
  const { folder, write } = place();
  const long = `presets/${'long-'.repeat(15)}folder/${'long-'.repeat(15)}name.yaml`;
  write({
    'repo-1/presets/shop.yaml': 'a: 1',
    [`repo-1/${long}`]: 'b: 2',
    'repo-1/README.md': '#',
  });
  fs.symlinkSync('/etc/passwd', path.join(folder, 'repo-1/presets/evil.yaml'));
  fs.linkSync(
    path.join(folder, 'repo-1/presets/shop.yaml'),
    path.join(folder, 'repo-1/presets/twin.yaml'),
  );
  for (const format of ['gnu', 'pax', 'ustar']) {
    const file = path.join(folder, `${format}.tgz`);
    execFileSync('tar', ['-czf', file, `--format=${format}`, '--sort=name', 'repo-1'], {
      cwd: folder,
    });
    expect(pathsIn(fs.readFileSync(file))).toEqual([long, 'presets/shop.yaml']);
  }
});

test('what is written for degit is read by GNU tar and by us', () => {
  const { folder } = place();
  const files = [
    { path: 'shop.yaml', body: Buffer.from('a: 1') },
    { path: `${'deep/'.repeat(9)}${'n'.repeat(80)}.yaml`, body: Buffer.alloc(1024, 'x') },
  ];
  const archive = writeArchive(files);
  fs.writeFileSync(path.join(folder, 'x.tar'), archive);
  execFileSync('tar', ['-xf', 'x.tar', '--strip-components=1'], { cwd: folder });
  for (const { path: file, body } of files)
    expect(fs.readFileSync(path.join(folder, file))).toEqual(body);
  expect(readArchive(gzipSync(archive))).toEqual({ ok: true, value: files });
  expect(below(folder)).toHaveLength(3);
});
