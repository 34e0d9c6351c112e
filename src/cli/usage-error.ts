import type { CommanderError } from 'commander';

import type { CommandError } from '../commands/command.ts';
import { quote } from '../blueprint/problem.ts';
import { exitCodes } from '../commands/command.ts';

const codes: Readonly<Record<string, string>> = {
  'commander.unknownOption': 'unknown-option',
  'commander.unknownCommand': 'unknown-command',
  'commander.excessArguments': 'unexpected-argument',
  'commander.missingArgument': 'missing-argument',
  'commander.missingMandatoryOptionValue': 'missing-answer',
  'commander.optionMissingArgument': 'missing-value',
  'commander.invalidArgument': 'invalid-value',
  'commander.conflictingOption': 'conflicting-options',
};

/** Commander's complaint in the form of every other error. */
export function describeUsageError(error: CommanderError, help: string): CommandError {
  const [message = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = rest
    .join(' ')
    .trim()
    .replace(/^\((.*)\)$/, '$1');
  return {
    code: codes[error.code] ?? 'usage',
    message: sentence(inWords(message)),
    hint: suggestion === '' ? `Run "${help}" for what there is.` : suggestion,
    exit: exitCodes.usage,
  };
}

/** "option '--p99-ms <ms>' argument '-5' is invalid." names its form twice and the value last. */
function inWords(message: string): string {
  const invalid =
    /^option '(?:-\w, )?(--[\w-]+)[^']*' argument '([\s\S]*)' is invalid\. ([\s\S]*)$/.exec(
      message,
    );
  if (invalid === null) return message.replaceAll("'", '');
  const [, flag = '', value = '', reason = ''] = invalid;
  return `${flag} cannot be ${quote(value)}. ${reason}`;
}

function sentence(text: string): string {
  const start = text.startsWith('--') ? text : text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!]$/.test(start) ? start : `${start}.`;
}
