import { Option, type Command } from 'commander';

import type { UpgradeOptions } from './actions/upgrade.ts';
import { text } from './option-values.ts';
import { outputOptions } from './output-options.ts';
import type { Select } from './program.ts';

/** `upgrade`: to this version's templates, and to backend.yaml as it is written now. */
export function describeUpgrade(program: Command, select: Select): void {
  const upgrade = program
    .command('upgrade')
    .description(
      "bring the repository to this version's templates and to its backend.yaml, merged with what people changed",
    )
    .optionsGroup('Where to:')
    .option(
      '--branch [name]',
      'on a new branch, with a commit; named create-backend/upgrade-<version> unless you name it',
    )
    .option('--dry-run', 'print what would be changed, and change nothing', false)
    .addOption(
      new Option('--check', 'change nothing; exit 4 where there is something to upgrade')
        .default(false)
        .conflicts(['dryRun', 'branch']),
    )
    .addOption(
      new Option('--abort', 'take back an upgrade that is not committed yet')
        .default(false)
        .conflicts(['dryRun', 'check', 'branch', 'base']),
    )
    .option('--allow-dirty', 'go on with uncommitted changes in the repository', false)
    .optionsGroup(
      'The repository as it was emitted, where merging needs it and git does not have it:',
    )
    .option('--base <folder>', 'rendered by the version that emitted it', text)
    .option('--offline', 'do not get that version from npm', false);
  outputOptions(upgrade)
    .addHelpText('after', '\nExits with 5 where there are conflicts to resolve.')
    .action((options: UpgradeOptions) => {
      select('upgrade', async (session) =>
        (await import('./actions/upgrade.ts')).upgradeAction(options, session),
      );
    });
}
