import { Argument, type Command } from 'commander';

import type { SuggestOptions } from './actions/completion.ts';
import { outputOptions } from './output-options.ts';
import type { Select } from './program.ts';

/** `completion`: the script for a shell, and the hidden command that these scripts ask. */
export function describeCompletion(program: Command, select: Select): void {
  const completion = outputOptions(
    program
      .command('completion')
      .usage('[options] <shell>')
      .description('print the script that makes a shell complete commands, flags and values')
      .addArgument(
        new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish', 'powershell']),
      ),
  )
    .addHelpText('after', installation)
    .action((shell: string) => {
      select('completion', async () =>
        (await import('./actions/completion.ts')).completionAction(shell),
      );
    });
  completion
    .command('suggest', { hidden: true })
    .argument('[words...]')
    .option('--line <line>', 'the command line as far as the cursor')
    .option('--next', 'a new word begins', false)
    .action((words: string[], options: SuggestOptions) => {
      select('completion suggest', async (session) =>
        (await import('./actions/completion.ts')).suggestAction(words, options, session),
      );
    });
}

const installation = `
It completes create-backend as it is installed (npm install --global create-backend).

  bash        echo 'source <(create-backend completion bash)' >> ~/.bashrc
  zsh         echo 'source <(create-backend completion zsh)' >> ~/.zshrc, after compinit
  fish        create-backend completion fish > ~/.config/fish/completions/create-backend.fish
  PowerShell  create-backend completion powershell | Out-String | Invoke-Expression, in $PROFILE`;
