import type { Argument, Command, Option } from 'commander';

import { assignments } from './set-paths.ts';

/** One way to go on, as it stands on the command line. */
export interface Suggestion {
  readonly value: string;
  readonly description: string;
}

export interface Suggestions {
  readonly values: readonly Suggestion[];
  /** what the shell adds by itself */
  readonly paths: 'none' | 'files' | 'folders';
}

/** What is known of the place where somebody types; asked only when it is wanted. */
export interface Surroundings {
  presets(): Promise<readonly string[]>;
  /** of the repository around */
  contexts(): readonly string[];
  readonly stacks: readonly string[];
}

/**
 * How a command line may go on. The words are those after the program's name, the last one being
 * typed, perhaps empty. Everything comes from the description of the program; nothing is run.
 */
export async function suggest(
  program: Command,
  words: readonly string[],
  surroundings: Surroundings,
): Promise<Suggestions> {
  const typed = words.at(-1) ?? '';
  const { command, operands, pending, isEnded, used } = read(program, words.slice(0, -1));
  const valued = /^(--[\w-]+)=/.exec(typed);
  const option = valued === null ? null : optionNamed(command, valued[1] ?? '');

  let found: Suggestions;
  if (isEnded) found = nothing('files');
  else if (valued !== null && pending === null) {
    const value = typed.slice(valued[0].length);
    const values =
      option === null ? nothing() : await valuesOf(option, command, value, surroundings);
    found = prefixed(valued[0], values);
  } else if (pending !== null) found = await valuesOf(pending, command, typed, surroundings);
  else if (typed.startsWith('-')) found = { values: optionsOf(command, used), paths: 'none' };
  else found = await operandsOf(command, operands, surroundings);
  const values = found.values.filter(({ value }) => value.startsWith(typed) && isPlain(value));
  return { values, paths: found.paths };
}

/** What is put on a command line is never something that a shell would run. */
function isPlain(value: string): boolean {
  return /^[\w@%+=:,./-]+$/.test(value);
}

interface Reading {
  readonly command: Command;
  readonly operands: readonly string[];
  /** the option whose value comes next */
  readonly pending: Option | null;
  /** after `--`, where the words are somebody else's */
  readonly isEnded: boolean;
  readonly used: ReadonlySet<Option>;
}

function read(program: Command, words: readonly string[]): Reading {
  let command = program;
  let operands: string[] = [];
  let pending: Option | null = null;
  const used = new Set<Option>();
  for (const word of words) {
    if (pending !== null) {
      pending = null;
    } else if (word === '--') {
      return { command, operands, pending, isEnded: true, used };
    } else if (word.startsWith('-')) {
      const option = optionNamed(command, word.replace(/=.*/, ''));
      if (option !== null) used.add(option);
      pending = option?.required === true && !word.includes('=') ? option : null;
    } else {
      const child =
        operands.length === 0 ? command.commands.find((each) => each.name() === word) : undefined;
      if (child === undefined) operands = [...operands, word];
      else command = child;
    }
  }
  return { command, operands, pending, isEnded: false, used };
}

function optionNamed(command: Command, flag: string): Option | null {
  return visible(command).find((option) => option.long === flag || option.short === flag) ?? null;
}

function visible(command: Command): readonly Option[] {
  return command.createHelp().visibleOptions(command);
}

/** What has not been given yet, and what may be given again. */
function optionsOf(command: Command, used: ReadonlySet<Option>): readonly Suggestion[] {
  const given = new Set([...used].map((option) => option.attributeName()));
  return visible(command)
    .filter((option) => !given.has(option.attributeName()) || Array.isArray(option.defaultValue))
    .map((option) => ({
      value: option.long ?? option.short ?? '',
      description: option.description,
    }));
}

async function valuesOf(
  option: Option,
  command: Command,
  typed: string,
  surroundings: Surroundings,
): Promise<Suggestions> {
  if (option.long === '--stack') return choices(surroundings.stacks);
  if (option.argChoices !== undefined) return choices(option.argChoices);
  if (option.long === '--preset')
    return { ...choices(await surroundings.presets()), paths: 'files' };
  // A module's assignments are to its context, which has no fixed paths.
  if (option.long === '--set')
    return choices(['module', 'add'].includes(command.name()) ? [] : assignments(typed));
  if (/^<(?:file|path)>$/.test(placeholder(option))) return nothing('files');
  if (/^<(?:directory|folder)>$/.test(placeholder(option))) return nothing('folders');
  return nothing();
}

function placeholder({ flags }: Option): string {
  return /[<[][^>\]]*[>\]]$/.exec(flags)?.[0].replace('[', '<').replace(']', '>') ?? '';
}

async function operandsOf(
  command: Command,
  operands: readonly string[],
  surroundings: Surroundings,
): Promise<Suggestions> {
  const isFirst = operands.length === 0;
  const commands = isFirst
    ? command
        .createHelp()
        .visibleCommands(command)
        .map((child) => ({ value: child.name(), description: child.description() }))
    : [];
  if (operands[0] === 'help') {
    return choices(operands.length === 1 ? command.commands.map((each) => each.name()) : []);
  }
  const argument = command.registeredArguments[operands.length];
  const own =
    argument === undefined ? nothing() : await argumentOf(command, argument, surroundings);
  return { values: [...commands, ...own.values], paths: own.paths };
}

async function argumentOf(
  command: Command,
  argument: Argument,
  surroundings: Surroundings,
): Promise<Suggestions> {
  if (argument.argChoices !== undefined) return choices(argument.argChoices);
  switch (argument.name()) {
    case 'directory':
      return nothing('folders');
    case 'preset':
      return { ...choices(await surroundings.presets()), paths: 'files' };
    case 'file':
    case 'source':
      return nothing('files');
    case 'context':
      return choices(surroundings.contexts());
    case 'name':
      // A name that is new cannot be suggested; one that is there can be removed.
      return command.name() === 'remove' ? choices(surroundings.contexts()) : nothing();
    default:
      return nothing();
  }
}

function choices(values: readonly string[]): Suggestions {
  return { values: values.map((value) => ({ value, description: '' })), paths: 'none' };
}

function nothing(paths: Suggestions['paths'] = 'none'): Suggestions {
  return { values: [], paths };
}

function prefixed(prefix: string, { values, paths }: Suggestions): Suggestions {
  return { values: values.map((each) => ({ ...each, value: `${prefix}${each.value}` })), paths };
}
