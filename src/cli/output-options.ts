import type { Command } from 'commander';

/** What every command takes that answers something. */
export function outputOptions(command: Command): Command {
  return command
    .optionsGroup('Output:')
    .option('--json', 'print one JSON document, and never ask', false)
    .option('--verbose', 'print more of what is done, and stack traces', false);
}
