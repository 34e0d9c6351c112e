import type { Blueprint } from '../../blueprint/model.ts';
import { exitCodes, ok, type Outcome } from '../../commands/command.ts';
import { openForModules, removeModule, type Writing } from '../../commands/module.ts';
import { blueprintWithout } from '../../commands/module/blueprint-with.ts';
import { changeText } from '../change-text.ts';
import type { Answer } from '../output.ts';
import type { Session } from '../session.ts';

export async function moduleRemoveAction(
  name: string,
  options: Writing,
  session: Session,
): Promise<Outcome<Answer>> {
  const { world } = session;
  const check = (before: Blueprint) => blueprintWithout(before, name);
  const repository = await openForModules('.', options, check, world);
  if (!repository.ok) return repository;
  const removed = await removeModule(repository.value, name, options, world);
  if (!removed.ok) return removed;
  const words = { done: 'Removed', would: 'remove', what: name, replay: null };
  return ok({
    result: { ...removed.value, context: name },
    text: changeText(removed.value, words, session),
    exit: removed.value.conflicts.length === 0 ? exitCodes.done : exitCodes.conflicts,
  });
}
