import type { EventReference } from '../../../../blueprint/model.ts';
import type { ContextModel, EventModel, RepositoryModel } from '../model.ts';

export function contextNamed(repository: RepositoryModel, name: string): ContextModel {
  return found(
    repository.contexts.find((context) => context.name === name),
    `context ${name}`,
  );
}

/** The event a blueprint means by `<context>.<Event>`. */
export function eventOf(repository: RepositoryModel, reference: EventReference): EventModel {
  const { context, event } = reference;
  return found(
    contextNamed(repository, context).events.find(({ name }) => name === event),
    `event ${context}.${event}`,
  );
}

/** Blueprints are validated before: what is missing here is a bug of the validation. */
export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The blueprint has no ${what}.`);
  return value;
}
