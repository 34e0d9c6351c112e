import { quote } from '../blueprint/problem.ts';
import { err, exitCodes, ok, type Outcome } from './command.ts';

export { availableStacks } from '../stacks/index.ts';

/** The script that teaches a shell to complete this program. */
export async function completionScript(shell: string): Promise<Outcome<string>> {
  const { default: scripts } = await import('#templates/completions.js');
  const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
  if (script !== undefined) return ok(script);
  return err({
    code: 'invalid-value',
    message: `There is no completion for ${quote(shell)}.`,
    hint: `One of: ${Object.keys(scripts).join(', ')}.`,
    exit: exitCodes.usage,
  });
}
