import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { portablePathProblem } from '../../src/render/portable-path.ts';
import { parseAddress } from '../../src/sources/address.ts';
import { readArchive, writeArchive } from '../../src/sources/archive.ts';
import { checkedPath, pinnedTail } from '../../src/sources/git/git-address.ts';
import { withoutCredentials } from '../../src/sources/source-error.ts';

const attacks =
  '.. . % %2e%2e \\ - --upload-pack=x @evil.example :8443 ext:: C: con .git .lock // ~ ? # ^ \u0000 \u202e'.split(
    ' ',
  );

/** Addresses as people write them, with an attack put in somewhere, or several, or none. */
const address = fc
  .tuple(
    fc.constantFrom(
      'github:acme',
      'https://github.com/acme',
      'git+https://git.acme.example/team',
      'git+ssh://git@host/team',
      'git+file:///srv',
      'git@gitlab.com:acme',
      'npm:@acme',
    ),
    fc.constantFrom('/presets', '/presets.git', '/p'),
    fc.constantFrom('', '#main', `#${'a'.repeat(40)}`, '#v1.2.3', '@1.2.3', '@^1'),
    fc.constantFrom('', '/shop', '/presets/shop.yaml'),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...attacks)), { maxLength: 2 }),
  )
  .map(([home, name, pin, path, inserted]) => {
    let text = `${home}${name}${pin}${path}`;
    for (const [place, attack] of inserted) {
      const at = place % (text.length + 1);
      text = text.slice(0, at) + attack + text.slice(at);
    }
    return text;
  });

test('what is accepted as an address gives git and npm nothing but plain words', () => {
  let accepted = 0;
  fc.assert(
    fc.property(address, (text) => {
      const parsed = parseAddress(text);
      if (parsed.ok) accepted += 1;
      if (!parsed.ok || parsed.value.kind === 'local') return;
      if (parsed.value.kind === 'npm') {
        expect(parsed.value.package).toMatch(/^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/);
        expect(parsed.value.version).toMatch(/^[0-9A-Za-z^~][0-9A-Za-z.+^~-]*$/);
        if (parsed.value.path !== null) expect(portablePathProblem(parsed.value.path)).toBeNull();
        return;
      }
      const { url, tail } = parsed.value;
      expect(url).toMatch(/^(?:https:\/\/[A-Za-z0-9]|ssh:\/\/\w|file:\/\/\/|git@[a-z])/);
      expect(url).not.toMatch(/\.\.|[%\\\s\p{Cc}]|:\/\/[^/@]*:[^/@]*@/u);
      if (!url.startsWith('ssh:') && !url.startsWith('git@')) expect(url).not.toContain('@');
      if (tail !== null) expect(tail).toMatch(/^\w/);
      const path = pinnedTail(tail)?.path ?? null;
      const checked = checkedPath(path);
      if (checked.ok && checked.value !== null)
        expect(portablePathProblem(checked.value)).toBeNull();
    }),
    { numRuns: 5000 },
  );
  expect(accepted).toBeGreaterThan(500);
});

test('no archive makes the reader throw, or gives a path that is not portable', () => {
  const name = fc.array(
    fc.constantFrom('a', 'presets', '..', '.', '', 'C:', 'x.yaml', 'é', '\u001b'),
    { maxLength: 8 },
  );
  const file = fc.record({
    path: name.map((parts) => `${parts.join('/')}.yaml`),
    body: fc.uint8Array({ maxLength: 700 }),
  });
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(file, { maxLength: 4 }), damage, fc.nat(), (files, changes, cut) => {
      const tar = writeArchive(files);
      for (const [at, value] of changes) tar[at % tar.length] = value;
      const read = readArchive(
        gzipSync(tar.subarray(0, cut % 3 === 0 ? cut % tar.length : tar.length)),
      );
      if (!read.ok) return;
      for (const { path } of read.value) expect(portablePathProblem(path)).toBeNull();
    }),
    { numRuns: 1000 },
  );
});

test('what is written into an archive is what is read from it', () => {
  const portable = fc
    .array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1, maxLength: 6 })
    .map((parts) => `${parts.join('/')}.yaml`)
    .filter((path) => portablePathProblem(path) === null);
  const files = fc.uniqueArray(
    fc.record({ path: portable, body: fc.uint8Array({ maxLength: 2000 }) }),
    {
      selector: ({ path }) => path,
    },
  );
  fc.assert(
    fc.property(files, (written) => {
      const read = readArchive(gzipSync(writeArchive(written)));
      const plain = written.map(({ path, body }) => ({ path, body: [...body] }));
      expect(read.ok && read.value.map(({ path, body }) => ({ path, body: [...body] }))).toEqual(
        plain,
      );
    }),
    { numRuns: 300 },
  );
});

test('no user and password of an address survive in what is told', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9_.~!$&*+;=-]{6,40}$/);
  fc.assert(
    fc.property(secret, fc.constantFrom('https', 'http', 'ssh', 'git+https'), (word, scheme) => {
      const told = withoutCredentials(
        `fatal: unable to access '${scheme}://me:${word}@host.example/x'`,
      );
      expect(told).not.toContain(word);
    }),
    { numRuns: 500 },
  );
});
