import { CommanderError, type Command, type Option } from 'commander';

import { suggest } from '../blueprint/problem.ts';
import type { CommandError, Outcome } from '../commands/command.ts';
import { exitCodes } from '../commands/command.ts';
import { notACommand } from './command-names.ts';
import type { Answer } from './output.ts';
import { describeProgram } from './program.ts';
import type { Session } from './session.ts';
import type { Style } from './style.ts';
import { describeUsageError } from './usage-error.ts';

/** What a command line asks for. */
export type Request =
  | {
      readonly kind: 'run';
      readonly command: string;
      readonly run: (session: Session) => Promise<Outcome<Answer>>;
    }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly command: string; readonly error: CommandError };

/** Reads a command line; nothing is run and nothing but commander is loaded. */
export function readCommandLine(
  argv: readonly string[],
  version: string,
  style: Style,
  columns: number,
): Request {
  let request: Request | null = null;
  let printed = '';
  const select = (command: string, run: (session: Session) => Promise<Outcome<Answer>>): void => {
    request = { kind: 'run', command, run };
  };
  const program = describeProgram(version, select);
  configure(program, style, columns, (text) => {
    printed += text;
  });
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.version') return { kind: 'version' };
    if (error.exitCode === 0) return { kind: 'help', text: printed };
    return wrong(error, argv, program);
  }
  return request ?? { kind: 'help', text: program.helpInformation() };
}

function configure(
  program: Command,
  style: Style,
  columns: number,
  write: (text: string) => void,
): void {
  const settings = (command: Command): void => {
    command
      .exitOverride()
      .configureOutput({
        writeOut: write,
        writeErr: () => {},
        getOutHelpWidth: () => Math.min(columns, 110),
        getOutHasColors: () => true,
      })
      .configureHelp({ styleTitle: (text) => style.bold(text), optionDescription: describeOption });
    for (const child of command.commands) settings(child);
  };
  settings(program);
}

/** Commander adds the defaults, `[]` and `false`, which tell nobody anything. */
function describeOption(option: Option): string {
  return option.argChoices === undefined
    ? option.description
    : `${option.description}: ${option.argChoices.join(', ')}`;
}

function wrong(error: CommanderError, argv: readonly string[], program: Command): Request {
  const commands = commandsNamed(argv, program);
  const name = commands.map((each) => each.name()).join(' ') || 'create';
  return { kind: 'wrong', command: name, error: describeWrong(error, argv, program, commands) };
}

function describeWrong(
  error: CommanderError,
  argv: readonly string[],
  program: Command,
  commands: readonly Command[],
): CommandError {
  const command = commands.at(-1);
  const names = (of: Command): string[] => of.commands.map((each) => each.name());
  // `help` with a word that is no command, and a command that needs one more word.
  if (error.code === 'commander.help' && command === undefined) {
    const word = argv.find((each) => !each.startsWith('-') && each !== 'help') ?? '';
    return usage('unknown-command', `Unknown command ${word}.`, suggest(word, names(program)));
  }
  if (error.code === 'commander.help' && command !== undefined) {
    return usage(
      'missing-argument',
      `Say what to do with ${command.name()}.`,
      `One of: ${names(command).join(', ')}.`,
    );
  }
  if (error.code === 'commander.excessArguments' && command === undefined) {
    return notACommand(program.args);
  }
  const words = ['create-backend', ...commands.map((each) => each.name()), '--help'];
  return describeUsageError(error, words.join(' '));
}

function usage(code: string, message: string, hint: string): CommandError {
  return { code, message, hint, exit: exitCodes.usage };
}

/** The command that a faulty command line was about, after the one it belongs to; empty: the default one, create. */
function commandsNamed(argv: readonly string[], program: Command): readonly Command[] {
  const words = argv.filter((each) => !each.startsWith('-'));
  const command = program.commands.find((each) => each.name() === words[0]);
  if (command === undefined) return [];
  const inner = command.commands.find((each) => each.name() === words[1]);
  return inner === undefined ? [command] : [command, inner];
}
