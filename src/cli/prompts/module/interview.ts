import type { Blueprint } from '../../../blueprint/model.ts';
import type { Outcome } from '../../../commands/command.ts';
import type { ModuleAnswers } from '../../../commands/module/answers.ts';
import type { ContextSource } from '../../../commands/module/written-context.ts';
import type { Session } from '../../session.ts';
import { talk } from '../interview.ts';
import { moduleKnowledge } from './knowledge.ts';
import { moduleScreens } from './screens.ts';

/**
 * Asks a person what the command line left open about a new context. `preview` says what a blueprint
 * would change in the repository, a line each.
 */
export function interviewForModule(
  before: Blueprint,
  given: ModuleAnswers,
  file: ContextSource | null,
  preview: (after: Blueprint, context: string) => Promise<readonly string[]>,
  session: Session,
): Promise<Outcome<ModuleAnswers>> {
  const known = moduleKnowledge(before, given, file);
  return talk(moduleScreens, given, known, session, 'nothing was written', (screen, answers) => {
    const after = screen.id === 'summary' ? known.after(answers) : null;
    return after?.ok === true ? preview(after.value, answers.name) : Promise.resolve([]);
  });
}
