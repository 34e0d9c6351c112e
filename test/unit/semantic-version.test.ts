import { expect, test } from 'vitest';

import { compareVersions } from '../../src/commands/semantic-version.ts';

/** The example of https://semver.org/#spec-item-11, among plain releases; oldest first. */
const ascending = [
  '0.9.10',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.0.9',
  '1.0.10',
  '1.2.0',
  '1.10.0',
  '2.0.0',
  '10.0.0',
];

test('versions are ordered as Semantic Versioning says', () => {
  for (const [at, version] of ascending.entries()) {
    for (const [other, against] of ascending.entries()) {
      expect([version, against, Math.sign(compareVersions(version, against))]).toEqual([
        version,
        against,
        Math.sign(at - other),
      ]);
    }
  }
});

test('what a build adds to a version makes it neither older nor newer', () => {
  expect(compareVersions('1.0.0+linux', '1.0.0+mac')).toBe(0);
});
