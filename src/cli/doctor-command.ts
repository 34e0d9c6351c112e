import type { Command } from 'commander';

import { outputOptions } from './output-options.ts';
import type { Select } from './program.ts';

/** `doctor`: what is missing on this machine, and how to mend it. */
export function describeDoctor(program: Command, select: Select): void {
  outputOptions(
    program
      .command('doctor')
      .description(
        'look for what is missing here: tools, ports, disk, the state of the repository',
      ),
  )
    .addHelpText(
      'after',
      `
Exits with 1 where something is needed and missing: a recent Node.js, disk space,
and inside a repository its toolchain, a lock that can be read, no conflicts.
What only some commands need, such as Docker, is a warning.`,
    )
    .action(() => {
      select('doctor', async (session) =>
        (await import('./actions/doctor.ts')).doctorAction(session),
      );
    });
}
