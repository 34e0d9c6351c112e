import type { Answers } from '../../../commands/answers.ts';
import type { Knowledge } from '../knowledge.ts';
import { faulty, fine, type Check } from '../question.ts';

/** Whether the answers would make a sound blueprint: the one validator there is, asked while somebody types. */
export function judged(
  answers: Answers,
  known: Knowledge,
  remarks: () => readonly string[] = () => [],
): Check {
  const blueprint = known.blueprint(answers);
  if (blueprint.ok) return fine(...remarks());
  const { message, hint } = blueprint.error;
  // Where it is, the person knows: it is what is being typed.
  const problem = message.replace(/^\/\S*: /, '');
  return faulty(hint === null ? problem : `${problem} ${hint}`);
}
