import type { Command } from 'commander';

import { outputOptions } from './output-options.ts';
import type { Select } from './program.ts';

export function describeStatus(program: Command, select: Select): void {
  outputOptions(
    program
      .command('status')
      .description(
        'compare the repository with what was emitted, what this version emits, and its blueprint; exit 4 on drift',
      ),
  ).action(() => {
    select('status', async (session) =>
      (await import('./actions/status.ts')).statusAction(session),
    );
  });
}
