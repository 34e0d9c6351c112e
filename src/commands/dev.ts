import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';

import { err, exitCodes, ok, type Outcome, type World } from './command.ts';
import { folderAbove } from './folder-above.ts';

const tool = path.join('tools', 'dev', 'main.mjs');

/**
 * Runs the repository's own development services, and with their addresses in its environment the
 * given command, or the service. Gives back its exit code.
 */
export async function dev(command: readonly string[], world: World): Promise<Outcome<number>> {
  const root = folderAbove(world.cwd, (folder) => existsSync(path.join(folder, tool)));
  if (root === null) {
    return err({
      code: 'not-a-repository',
      message: `There is no ${tool} in ${world.cwd} or above it.`,
      hint: 'Go into a repository that create-backend wrote, and run it there.',
      exit: exitCodes.refused,
    });
  }
  const args = [path.join(root, tool), ...(command.length === 0 ? [] : ['--', ...command])];
  return ok(await exitOf(process.execPath, args, world));
}

function exitOf(
  program: string,
  args: readonly string[],
  { cwd, signal, isTerminal }: World,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: 'inherit' });
    // Ctrl-C on a terminal reaches the child by itself; any other signal is handed on.
    const handOn = (): void => {
      if (!(isTerminal && signal.reason === 'SIGINT')) child.kill('SIGTERM');
    };
    signal.addEventListener('abort', handOn, { once: true });
    child.on('error', reject);
    child.on('close', (code, by) =>
      resolve(code ?? 128 + (by === null ? 0 : constants.signals[by])),
    );
  });
}
