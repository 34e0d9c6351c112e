import type { CommandError } from '../commands/command.ts';
import { exitCodes } from '../commands/command.ts';
import { nearest } from '../blueprint/problem.ts';

const commands = [
  'advise',
  'check',
  'completion',
  'dev',
  'doctor',
  'help',
  'module',
  'preset',
  'render',
  'schema',
  'status',
  'upgrade',
] as const;

/** Words that are, or will be, commands: as a folder they must be written with a path, `./check`. */
const reserved = [...commands, 'create', 'extract'];

/** The commands that take what describes a backend, as `create` does. */
export const describing: readonly string[] = ['advise', 'render'];

/**
 * Refuses what is more likely a mistyped command, or a variable that was not set, than a folder.
 * `possible`: the commands that can have been meant.
 */
export function mistakenCommand(
  directory: string,
  possible: readonly string[] = commands,
): CommandError | null {
  if (directory.trim() === '') {
    return {
      code: 'invalid-value',
      message: 'The name of the folder is empty.',
      hint: 'Name a folder; "." is the current one.',
      exit: exitCodes.usage,
    };
  }
  if (reserved.includes(directory)) return unknown(directory, null);
  const meant = directory.length > 3 ? nearest(directory, possible) : null;
  return meant === null ? null : unknown(directory, meant);
}

/** Several words where one folder is expected. */
export function notACommand(words: readonly string[]): CommandError {
  const [first = ''] = words;
  const mistaken = mistakenCommand(first);
  if (mistaken !== null) return mistaken;
  return {
    code: 'unexpected-argument',
    message: `One folder is expected, but ${words.length} words were given: ${words.join(', ')}.`,
    hint: `Put a name with spaces in quotes. ${first} is no command; the commands are: ${commands.join(', ')}.`,
    exit: exitCodes.usage,
  };
}

function unknown(word: string, meant: string | null): CommandError {
  const suggestion =
    meant === null
      ? `The commands of this version are: ${commands.join(', ')}.`
      : `Did you mean ${meant}?`;
  return {
    code: 'unknown-command',
    message: `Unknown command ${word}.`,
    hint: `${suggestion} To create a folder of that name, write ./${word}`,
    exit: exitCodes.usage,
  };
}
