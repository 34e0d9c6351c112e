import { expect, test } from 'vitest';
import { developerEnvironment, run } from '../support/command.ts';
import { root } from '../support/documentation.ts';

test('a run in which a test fails is a failure, and its last line counts', async () => {
  const { code, stdout } = await run({
    argv: ['npx', 'vitest', 'run', '--config', 'test/fixtures/failing-run/vitest.config.ts'],
    cwd: root,
    environment: developerEnvironment(),
  });
  expect(code).toBe(1);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('1 passed, 1 failed');
});
