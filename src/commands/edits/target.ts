import { quote, suggest } from '../../blueprint/problem.ts';
import type { Written, WrittenAggregate, WrittenContext } from '../../blueprint/schema.ts';
import { err, exitCodes, ok, type CommandError, type Outcome } from '../command.ts';

export interface Found {
  readonly context: WrittenContext;
  readonly aggregate: WrittenAggregate | null;
}

export function findTarget(blueprint: Written, target: string, flag: string): Outcome<Found> {
  const [contextName = '', aggregateName] = target.split('/').map((part) => part.trim());
  const context = blueprint.contexts.find(({ name }) => name === contextName);
  if (context === undefined) {
    const known = blueprint.contexts.map(({ name }) => name);
    return err(
      wrong(`${flag}: there is no context ${quote(contextName)}.`, suggest(contextName, known)),
    );
  }
  if (aggregateName === undefined) return ok({ context, aggregate: null });
  const aggregate = context.aggregates?.find(({ name }) => name === aggregateName);
  if (aggregate === undefined) {
    const known = context.aggregates?.map(({ name }) => name) ?? [];
    return err(
      wrong(
        `${flag}: ${contextName} has no aggregate ${quote(aggregateName)}.`,
        suggest(aggregateName, known),
      ),
    );
  }
  return ok({ context, aggregate });
}

export function wrong(message: string, hint: string): CommandError {
  return { code: 'invalid-value', message, hint, exit: exitCodes.usage };
}
