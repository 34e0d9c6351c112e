import { flag, quotedCommand } from '../replay.ts';
import type { ModuleAnswers } from './answers.ts';

/** The command that adds the same context without a question; null where it came through a pipe. */
export function moduleReplayCommand(
  answers: ModuleAnswers,
  version: string,
  platform: string = process.platform,
): string | null {
  if (answers.from === '-') return null;
  return quotedCommand(
    ['npx', `create-backend@${version}`, ...moduleReplayArguments(answers)],
    platform,
  );
}

/** The arguments that give the same answers; every member of `ModuleAnswers` is one flag. */
export function moduleReplayArguments(answers: ModuleAnswers): readonly string[] {
  const { name, from, owner, description, deployable } = answers;
  return [
    'module',
    ...(subcommands.has(name) ? ['add', name] : [name]),
    ...flag('--from', from),
    ...flag('--owner', owner),
    ...flag('--description', description),
    ...answers.aggregate.flatMap((each) => ['--aggregate', each]),
    ...answers.transition.flatMap((each) => ['--transition', each]),
    ...answers.external.flatMap((each) => ['--external', each]),
    ...answers.consume.flatMap((each) => ['--consume', each]),
    ...answers.set.flatMap((each) => ['--set', each]),
    ...flag('--deployable', deployable),
    ...(answers.install ? [] : ['--no-install']),
    ...(answers.plop ? [] : ['--no-plop']),
    '--yes',
  ];
}

/** Contexts that are called like a command of `module`. */
const subcommands = new Set(['add', 'list', 'remove', 'help']);
