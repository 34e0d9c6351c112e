import type { Answers } from './answers.ts';

/**
 * The command that gives the same repository without a question, pinned to the version that is
 * running. Null where the answers came through a pipe, which cannot be repeated.
 */
export function replayCommand(
  answers: Answers,
  version: string,
  platform: string = process.platform,
): string | null {
  if (answers.blueprint === '-') return null;
  const words = ['npx', `create-backend@${version}`, ...replayArguments(answers)];
  return quotedCommand(words, platform);
}

/** A command line as it is typed into the shell of a platform. */
export function quotedCommand(words: readonly string[], platform: string): string {
  return words.map((word) => quoted(word, platform)).join(' ');
}

/** The arguments that give the same answers; every member of `Answers` is one flag. */
export function replayArguments(answers: Answers): readonly string[] {
  const {
    directory,
    preset,
    blueprint,
    stack,
    teamSize,
    complexity,
    clearBoundaries,
    p99Ms,
    throughputRps,
  } = answers;
  return [
    ...(directory === undefined ? [] : [directory.startsWith('-') ? `./${directory}` : directory]),
    ...flag('--preset', preset),
    ...flag('--blueprint', blueprint),
    ...flag('--stack', stack),
    ...flag('--team-size', teamSize),
    ...flag('--complexity', complexity),
    ...(clearBoundaries === undefined
      ? []
      : [clearBoundaries ? '--clear-boundaries' : '--no-clear-boundaries']),
    ...flag('--p99-ms', p99Ms),
    ...flag('--throughput-rps', throughputRps),
    ...answers.rename.flatMap((each) => ['--rename', each]),
    ...answers.without.flatMap((each) => ['--without', each]),
    ...answers.context.flatMap((each) => ['--context', each]),
    ...answers.aggregate.flatMap((each) => ['--aggregate', each]),
    ...answers.transition.flatMap((each) => ['--transition', each]),
    ...answers.set.flatMap((each) => ['--set', each]),
    ...(answers.git ? [] : ['--no-git']),
    ...(answers.install ? [] : ['--no-install']),
    '--yes',
  ];
}

export function flag(name: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [name, String(value)];
}

function quoted(word: string, platform: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (platform === 'win32') return `"${word.replace(/"/g, '""')}"`;
  return `'${word.replace(/'/g, `'\\''`)}'`;
}
