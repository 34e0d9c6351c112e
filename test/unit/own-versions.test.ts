import { expect, test } from 'vitest';

import { isOwnVersion } from '../../src/commands/own-versions.ts';

test.each(['4.0.0', '4.0.0-rc.1', '10.2.3'])('%s is a version of ours', (version) => {
  expect(isOwnVersion(version)).toBe(true);
});

test.each(['3.9.5', '0.0.1', 'latest', '^4.0.0', '4.0.0 --registry=http://x', '4.0'])(
  '%s may be somebody else’s, and is never given to npm',
  (version) => {
    expect(isOwnVersion(version)).toBe(false);
  },
);
