import { completionScript } from '../../commands/completion.ts';
import { ok, type Outcome } from '../../commands/command.ts';
import { splitLine } from '../completion/split-line.ts';
import { suggest } from '../completion/suggest.ts';
import { surroundingsOf } from '../completion/surroundings.ts';
import type { Answer } from '../output.ts';
import { printableLine } from '../printable.ts';
import { describeProgram } from '../program.ts';
import type { Session } from '../session.ts';

export async function completionAction(shell: string): Promise<Outcome<Answer>> {
  const script = await completionScript(shell);
  if (!script.ok) return script;
  return ok({ result: { shell, script: script.value }, text: script.value.trimEnd() });
}

export interface SuggestOptions {
  /** the whole command line, with the program's name, as far as the cursor */
  readonly line?: string;
  /** a new word begins: some shells cannot pass an empty one */
  readonly next: boolean;
}

/** What the scripts ask at every Tab: a suggestion a line, and at the end which paths the shell is to add. */
export async function suggestAction(
  given: readonly string[],
  { line, next }: SuggestOptions,
  { version, world }: Session,
): Promise<Outcome<Answer>> {
  const words = line === undefined ? given : splitLine(line).slice(1);
  const program = describeProgram(version, () => {});
  const { values, paths } = await suggest(
    program,
    next ? [...words, ''] : words,
    surroundingsOf(world.cwd),
  );
  const lines = values.map(({ value, description }) => `${value}\t${printableLine(description)}`);
  return ok({ result: { values, paths }, text: [...lines, `:${paths}`].join('\n') });
}
