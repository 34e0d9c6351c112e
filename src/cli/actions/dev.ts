import { ok, type Outcome } from '../../commands/command.ts';
import { dev } from '../../commands/dev.ts';
import type { Answer } from '../output.ts';
import type { Session } from '../session.ts';

export async function devAction(
  command: readonly string[],
  session: Session,
): Promise<Outcome<Answer>> {
  const ended = await dev(command, session.world);
  if (!ended.ok) return ended;
  return ok({ result: { exit: ended.value }, text: '', exit: ended.value });
}
