import { transitionEvent } from '../../blueprint/events.ts';
import type { Written, WrittenAggregate, WrittenSaga } from '../../blueprint/schema.ts';

/** How the parts of a written blueprint refer to one another: by events, and by fields. */

/** The events of an aggregate, were it called `name`; always in the same order. */
export function eventNames(aggregate: WrittenAggregate, name: string): string[] {
  const transitions = aggregate.lifecycle?.transitions ?? [];
  return [
    `${name}Created`,
    `${name}Changed`,
    `${name}Removed`,
    ...transitions.map(
      (transition) => transition.emits ?? transitionEvent(name, transition.name, transition.to),
    ),
  ];
}

export function sagaEvents(saga: WrittenSaga): string[] {
  return saga.steps.flatMap((step) =>
    step.compensation === undefined ? [step.request] : [step.request, step.compensation],
  );
}

export function eventReference(
  home: string,
  written: string,
): { readonly context: string; readonly event: string } {
  const dot = written.indexOf('.');
  return dot === -1
    ? { context: home, event: written }
    : { context: written.slice(0, dot), event: written.slice(dot + 1) };
}

export function aggregateReference(
  home: string,
  type: string,
): { context: string; aggregate: string; optional: boolean } | null {
  const match = /^\s*ref\s*\(\s*(?:([^.)\s]+)\s*\.\s*)?([^.)\s]+)\s*\)\s*(\?)?\s*$/.exec(type);
  if (match === null) return null;
  const [, context = home, aggregate = '', optional] = match;
  return { context, aggregate, optional: optional !== undefined };
}

export function mapEventReferences(
  blueprint: Written,
  map: (context: string, reference: string) => string,
): Written {
  return {
    ...blueprint,
    contexts: blueprint.contexts.map((context) => ({
      ...context,
      ...definedOnly({
        consumes: context.consumes?.map((consumption) => ({
          ...consumption,
          event:
            typeof consumption.event === 'string'
              ? map(context.name, consumption.event)
              : consumption.event.map((reference) => map(context.name, reference)),
        })),
        sagas: context.sagas?.map((saga) => ({
          ...saga,
          steps: saga.steps.map((step) => ({
            ...step,
            succeedsOn: map(context.name, step.succeedsOn),
            ...definedOnly({
              failsOn: step.failsOn === undefined ? undefined : map(context.name, step.failsOn),
            }),
          })),
        })),
      }),
    })),
  };
}

export function mapFieldTypes(
  blueprint: Written,
  map: (context: string, type: string) => string,
): Written {
  return {
    ...blueprint,
    contexts: blueprint.contexts.map((context) => ({
      ...context,
      ...definedOnly({
        aggregates: context.aggregates?.map((aggregate) => ({
          ...aggregate,
          ...definedOnly({
            fields: aggregate.fields?.map((field) => ({
              ...field,
              type: map(context.name, field.type),
            })),
          }),
        })),
      }),
    })),
  };
}

/** Leaves out members that are undefined, so that an absent key stays absent. */
export function definedOnly<T extends object>(
  members: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
