import type { Answers } from '../../commands/answers.ts';
import type { Outcome } from '../../commands/command.ts';
import { ok } from '../../commands/command.ts';
import type { Sources } from '../../commands/request.ts';
import type { Session } from '../session.ts';

export async function interview(
  given: Answers,
  _: Sources,
  __: boolean,
  ___: Session,
): Promise<Outcome<Answers>> {
  return ok(given);
}

export async function interviewForAdvice(
  given: Answers,
  _: Sources,
  __: Session,
): Promise<Outcome<Answers>> {
  return ok(given);
}
