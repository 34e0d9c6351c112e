import { expect, test } from 'vitest';

import { readCommandLine } from '../../src/cli/command-line.ts';
import { createStyle } from '../../src/cli/style.ts';

test.each([
  ['module remove', ['module', 'remove']],
  ['module add', ['module', 'add', 'billing', '--no-such-flag']],
  ['preset show', ['preset', 'show']],
  ['module', ['module', 'billing', '--no-such-flag']],
  ['check', ['--json', 'check', '--no-such-flag']],
])('a mistake in %s is told as one of that command', (command, argv) => {
  const request = readCommandLine(argv, '4.0.0', createStyle(false), 80);
  expect(request).toMatchObject({
    kind: 'wrong',
    command,
    error: { exit: 2, hint: expect.stringContaining(`create-backend ${command} --help`) },
  });
});
