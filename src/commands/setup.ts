import { spawn } from 'node:child_process';

import type { Stack } from '../stacks/stack.ts';
import { err, exitCodes, ok, type Outcome, type World } from './command.ts';

/** Whether the dependencies are there now; where not, what a person should know. */
export type SetupOutcome =
  | { readonly installed: true }
  | { readonly installed: false; readonly note: string | null };

/**
 * Runs the new repository's own `setup`. Its talk goes to standard error. A missing toolchain is a
 * note, a failing setup an error: the repository is complete in both cases.
 */
export async function runSetup(
  stack: Stack,
  directory: string,
  world: World,
  done = `The repository is written to ${directory}`,
): Promise<Outcome<SetupOutcome>> {
  const { program, version, install, setup } = stack.toolchain;
  const [command, ...args] = setup;
  world.progress(`Installing dependencies (${setup.join(' ')})`);
  const exit = await exitOf(command, args, directory, world);
  if (exit === 'missing') {
    const note = `Dependencies are not installed: ${program} ${version} was not found. Install it with: ${install}`;
    return ok({ installed: false, note });
  }
  if (exit === 0) return ok({ installed: true });
  if (world.signal.aborted) {
    return err({
      code: 'cancelled',
      message: `${done}; installing was cancelled.`,
      hint: `Run \`${setup.join(' ')}\` there.`,
      exit: exitCodes.cancelled,
    });
  }
  return err({
    code: 'setup-failed',
    message: `${done}, but \`${setup.join(' ')}\` failed (exit ${exit}).`,
    hint: `Read what it printed above, then run it again in ${directory}.`,
    exit: exitCodes.failure,
  });
}

function exitOf(
  command: string,
  args: readonly string[],
  cwd: string,
  world: World,
): Promise<number | 'missing'> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
      signal: world.signal,
    });
    child.on('error', (error) => {
      if ('code' in error && error.code === 'ENOENT') resolve('missing');
      else if (error.name === 'AbortError') resolve(exitCodes.cancelled);
      else reject(error);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}
