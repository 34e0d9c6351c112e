import type { FlagProblem } from '../../../blueprint/flags.ts';
import type { Result } from '../../../blueprint/result.ts';
import type { WrittenAggregate, WrittenContext } from '../../../blueprint/schema.ts';
import type { Answers } from '../../../commands/answers.ts';
import type { Knowledge } from '../knowledge.ts';
import { contextsOf } from './domain.ts';

export interface Looked {
  readonly context: string;
  readonly found: WrittenAggregate | null;
}

export function look(answers: Answers, known: Knowledge, subject: string): Looked {
  const [context = '', name = ''] = subject.split('/');
  return { context, found: findAggregate(contextsOf(answers, known), context, name) };
}

/** The aggregate as the preset or the file has it, under its present name; null where it was added. */
export function originOf(
  answers: Answers,
  known: Knowledge,
  context: string,
  name: string,
): WrittenAggregate | null {
  const whole = {
    ...answers,
    without: answers.without.filter((each) => !each.includes('.')),
    context: [],
    aggregate: [],
    transition: [],
    set: [],
  };
  return findAggregate(contextsOf(whole, known), context, name);
}

function findAggregate(
  contexts: readonly WrittenContext[],
  context: string,
  name: string,
): WrittenAggregate | null {
  return (
    contexts
      .find((each) => each.name === context)
      ?.aggregates?.find((each) => each.name === name) ?? null
  );
}

/** A flag's complaint, without the line that is in front of the person anyway. */
export function inTheLine({ message }: FlagProblem): string {
  return `${message.replace(/, in “[\s\S]*”$/, '')}.`;
}

/** What a check let pass is sound. */
export function valueOf<T>(result: Result<T, FlagProblem>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
