import {
  withAggregate,
  type AggregateAddition,
  type AggregateRefusal,
} from '../../advisor/index.ts';
import type { Blueprint } from '../../blueprint/model.ts';
import { quote, suggest } from '../../blueprint/problem.ts';
import { err, exitCodes, type CommandError, type Outcome } from '../command.ts';
import { invalidBlueprint } from '../problems.ts';

/** The blueprint with an aggregate more, or why not. */
export function blueprintWithAggregate(
  before: Blueprint,
  addition: AggregateAddition,
): Outcome<Blueprint> {
  const after = withAggregate(before, addition);
  return after.ok ? after : err(refused(after.error, addition.context));
}

function refused(refusal: AggregateRefusal, context: string): CommandError {
  switch (refusal.kind) {
    case 'unknown-context':
      return {
        code: 'unknown-module',
        message: `There is no context ${quote(context)}.`,
        hint: suggest(context, refusal.contexts),
        exit: exitCodes.usage,
      };
    case 'there-already':
      return {
        code: 'duplicate',
        message: `There is an aggregate ${quote(refusal.aggregate)} in ${context} already.`,
        hint: 'Change it in backend.yaml, and run "create-backend upgrade".',
        exit: exitCodes.usage,
      };
    case 'unreadable':
      return {
        code: 'invalid-value',
        message: `${refusal.problem.message}.`,
        hint: refusal.problem.hint,
        exit: exitCodes.usage,
      };
    case 'invalid':
      return invalidBlueprint(refusal.problems);
  }
}
