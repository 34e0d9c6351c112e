import type { ModuleAnswers } from '../../../commands/module/answers.ts';
import { faulty, fine, type Check } from '../question.ts';
import type { Screen } from '../questionnaire.ts';
import type { ModuleKnowledge } from './knowledge.ts';

export type ModuleScreen = Screen<ModuleAnswers, ModuleKnowledge>;

/** Whether the answers would make a sound blueprint, asked while somebody types. */
export function judged(
  answers: ModuleAnswers,
  known: ModuleKnowledge,
  remarks: readonly string[] = [],
): Check {
  const after = known.after(answers);
  if (after.ok) return fine(...remarks);
  const { message, hint } = after.error;
  const problem = message.replace(/^\/\S*: /, '');
  return faulty(hint === null ? problem : `${problem} ${hint}`);
}
