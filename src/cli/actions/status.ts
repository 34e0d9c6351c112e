import { exitCodes, ok, type Outcome } from '../../commands/command.ts';
import { status } from '../../commands/status.ts';
import type { Answer } from '../output.ts';
import type { Session } from '../session.ts';
import { statusText } from '../status-text.ts';

/** Compares the repository with what was emitted; exit 4 where something asks to be done. */
export async function statusAction(session: Session): Promise<Outcome<Answer>> {
  const looked = await status('.', session.world);
  if (!looked.ok) return looked;
  return ok({
    result: looked.value,
    text: statusText(looked.value, session),
    exit: looked.value.drift ? exitCodes.violations : exitCodes.done,
  });
}
