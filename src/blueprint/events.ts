import type { Aggregate, Context, Field, Transition } from './model.ts';
import { kebab, namePatterns, pascal } from './names.ts';
import { pastTense } from './past-tense.ts';

export interface AggregateEvent {
  /** PascalCase, e.g. `OrderPlaced` */
  readonly name: string;
  readonly cause: 'create' | 'change' | 'remove' | 'transition';
  readonly transition: Transition | null;
}

/** The events an aggregate records, in the order create, change, transitions, remove. */
export function eventsOfAggregate(aggregate: Aggregate): readonly AggregateEvent[] {
  return [
    { name: `${aggregate.name}Created`, cause: 'create', transition: null },
    { name: `${aggregate.name}Changed`, cause: 'change', transition: null },
    ...(aggregate.lifecycle?.transitions ?? []).map((transition): AggregateEvent => ({
      name: transition.emits,
      cause: 'transition',
      transition,
    })),
    { name: `${aggregate.name}Removed`, cause: 'remove', transition: null },
  ];
}

/** An event a context publishes, with the fields its data carries besides the id. */
export interface PublishedEvent {
  readonly context: string;
  readonly name: string;
  /** CloudEvents type, e.g. `ordering.order-placed.v1` */
  readonly type: string;
  readonly aggregate: string;
  readonly cause: AggregateEvent['cause'] | 'saga-request' | 'saga-compensation';
  readonly transition: Transition | null;
  /** of a saga's event: the names it was given by `send`, and `sagaId`. */
  readonly fields: readonly Field[];
}

export function eventType(context: string, event: string): string {
  return `${context}.${kebab(event)}.v1`;
}

/** Everything a context publishes: the events of its aggregates, then those of its sagas. */
export function eventsOfContext(context: Context): readonly PublishedEvent[] {
  const ofAggregates = context.aggregates.flatMap((aggregate) =>
    eventsOfAggregate(aggregate).map((event): PublishedEvent => ({
      ...event,
      context: context.name,
      type: eventType(context.name, event.name),
      aggregate: aggregate.name,
      fields: aggregate.fields,
    })),
  );
  const ofSagas = context.sagas.flatMap((saga) => {
    const aggregate = context.aggregates.find(({ name }) => name === saga.aggregate);
    if (aggregate === undefined) return [];
    return saga.steps.flatMap((step) => {
      const base = {
        context: context.name,
        aggregate: aggregate.name,
        transition: null,
        fields: fieldsSent(context.name, aggregate, step.send),
      };
      const request: PublishedEvent = {
        ...base,
        name: step.request,
        type: eventType(context.name, step.request),
        cause: 'saga-request',
      };
      if (step.compensation === null) return [request];
      const compensation: PublishedEvent = {
        ...base,
        name: step.compensation,
        type: eventType(context.name, step.compensation),
        cause: 'saga-compensation',
      };
      return [request, compensation];
    });
  });
  return [...ofAggregates, ...ofSagas];
}

/** The fields of a saga's event: what is sent, and the id of the saga. */
function fieldsSent(
  context: string,
  aggregate: Aggregate,
  send: Readonly<Record<string, string>>,
): readonly Field[] {
  return [
    ...fieldsNamed(send, context, aggregate),
    { ...idField(context, aggregate.name), name: 'sagaId', type: { kind: 'uuid' } },
  ];
}

/** The fields an aggregate's values take under other names; what the aggregate does not have is left out. */
export function fieldsNamed(
  names: Readonly<Record<string, string>>,
  context: string,
  aggregate: Aggregate,
): readonly Field[] {
  return Object.entries(names).flatMap(([name, source]) => {
    const field =
      source === 'id'
        ? idField(context, aggregate.name)
        : aggregate.fields.find((candidate) => candidate.name === source);
    return field === undefined ? [] : [{ ...field, name, unique: false, immutable: false }];
  });
}

/** The id of an aggregate, seen as a field. */
export function idField(context: string, aggregate: string): Field {
  return {
    name: 'id',
    type: { kind: 'ref', context, aggregate },
    optional: false,
    unique: false,
    immutable: true,
    minLength: null,
    maxLength: null,
    pattern: null,
    min: null,
    max: null,
  };
}

/**
 * The event of a transition that names none itself: the target state where it is plainly the
 * transition's past tense (publish → published), else the English past tense of the transition.
 */
export function transitionEvent(aggregate: string, transition: string, to: string): string {
  const verb = transition.toLowerCase();
  const state = to.toLowerCase();
  const fromState = `${aggregate}${pascal(to)}`;
  const isPastTense = verb !== state && verb.length >= 3 && verb.slice(0, 3) === state.slice(0, 3);
  if (isPastTense && /^[\w .-]+$/.test(to) && namePatterns.pascal.test(fromState)) {
    return fromState;
  }
  return `${aggregate}${pascal(pastTense(transition))}`;
}
