import type { Result } from '@packages/kernel';
import type { ConfigProblem } from './environment.ts';

/** `EX_CONFIG` of sysexits.h: something is wrong with the configuration. */
const configurationExitCode = 78;

/** The configuration, or the end of the process with every problem in one message. */
export function exitOnConfigProblems<Config>(
  result: Result<Config, readonly ConfigProblem[]>,
): Config {
  if (result.ok) return result.value;
  const lines = result.error.map(({ variable, message }) => `  ${variable} ${message}`);
  process.stderr.write(`The configuration is not valid:\n${lines.join('\n')}\n`);
  process.exit(configurationExitCode);
}
