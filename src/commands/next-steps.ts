import path from 'node:path';

import type { Stack } from '../stacks/stack.ts';

/** The command lines that bring a person from the new folder to a running service. */
export function nextSteps(
  stack: Stack,
  cwd: string,
  directory: string,
  installed: boolean,
): readonly string[] {
  const { setup, dev, test } = stack.toolchain;
  const folder = path.relative(cwd, directory);
  const enter = folder === '' ? [] : [`cd ${quoted(folder)}`];
  return [...enter, ...(installed ? [] : [setup.join(' ')]), dev, test];
}

function quoted(folder: string): string {
  return /^[\w./@-]+$/.test(folder) ? folder : JSON.stringify(folder);
}
