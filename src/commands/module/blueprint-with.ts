import { withContext, withoutContext, type AdditionRefusal } from '../../advisor/index.ts';
import type { Dependency } from '../../blueprint/edit/dependents.ts';
import type { Blueprint } from '../../blueprint/model.ts';
import { pointerOf, quote, suggest, type Finding } from '../../blueprint/problem.ts';
import { err, exitCodes, ok, type CommandError, type Outcome } from '../command.ts';
import { invalidBlueprint } from '../problems.ts';
import type { ModuleAnswers } from './answers.ts';
import { writtenContext, type ContextSource } from './written-context.ts';

/** The blueprint with the context that answers make. */
export function blueprintWith(
  before: Blueprint,
  answers: ModuleAnswers,
  file: ContextSource | null,
): Outcome<Blueprint> {
  const context = writtenContext(answers, file);
  if (!context.ok) return context;
  const deployable = answers.deployable ?? null;
  const after = withContext(before, { context: context.value, deployable });
  return after.ok ? after : err(additionRefused(after.error, answers.name, file));
}

function additionRefused(
  refusal: AdditionRefusal,
  name: string,
  file: ContextSource | null,
): CommandError {
  switch (refusal.kind) {
    case 'invalid':
      return invalidContext(refusal.findings, file);
    case 'deployable-needed':
      return {
        code: 'missing-answer',
        message: `Which deployable hosts ${quote(name)} does not follow from the decisions; there are ${refusal.deployables.join(', ')}.`,
        hint: `Give it by --deployable, one of these or a new one, e.g. "--deployable ${refusal.deployables[0] ?? name}".`,
        exit: exitCodes.usage,
      };
    case 'invalid-deployable':
      return {
        code: 'invalid-name',
        message: `--deployable: the name ${quote(refusal.name)} ${refusal.message}.`,
        hint: `Call it ${quote(refusal.suggestion)}.`,
        exit: exitCodes.usage,
      };
  }
}

/** Told by the lines of the file where there is one; pointers lead into the context. */
function invalidContext(findings: readonly Finding[], file: ContextSource | null): CommandError {
  const problems = findings.map(({ path, ...finding }) => ({
    ...finding,
    pointer: pointerOf(path),
    ...(file === null
      ? { file: null, line: null, column: null }
      : { file: file.name, ...file.locate(path) }),
  }));
  return invalidBlueprint(problems, file?.text ?? null, 'context');
}

/** The blueprint without a context; refused while others rest on it. */
export function blueprintWithout(before: Blueprint, name: string): Outcome<Blueprint> {
  const after = withoutContext(before, name);
  if (after.ok) return ok(after.value);
  switch (after.error.kind) {
    case 'unknown':
      return err({
        code: 'unknown-module',
        message: `There is no context ${quote(name)}.`,
        hint: suggest(name, after.error.contexts),
        exit: exitCodes.usage,
      });
    case 'last':
      return err({
        code: 'last-module',
        message: `${quote(name)} is the only context; a backend has at least one.`,
        hint: 'Add another one before, or delete the repository.',
        exit: exitCodes.refused,
      });
    case 'still-consumed':
      return err(stillConsumed(name, after.error.by));
  }
}

function stillConsumed(name: string, by: readonly Dependency[]): CommandError {
  const lines = [...new Set(by.map(dependencyText))];
  const contexts = [...new Set(by.map(({ context }) => context))];
  return {
    code: 'still-consumed',
    message: `${quote(name)} cannot be removed while ${contexts.join(', ')} ${contexts.length === 1 ? 'rests' : 'rest'} on it:\n- ${lines.join('\n- ')}`,
    hint: `Remove what is listed first: a whole context by "create-backend module remove ${contexts[0] ?? ''}".`,
    exit: exitCodes.refused,
  };
}

/** `billing consumes ordering.OrderPlaced (create Invoice)` */
function dependencyText({ context, kind, what, where }: Dependency): string {
  switch (kind) {
    case 'consumes':
      return `${context} consumes ${what} (${where})`;
    case 'references':
      return `${context} refers to ${what} (${where})`;
    case 'saga':
      return `${context} waits for ${what} (saga ${where})`;
  }
}
