import { quote, suggest } from '../../blueprint/problem.ts';
import type {
  Written,
  WrittenAggregate,
  WrittenConsumption,
  WrittenContext,
} from '../../blueprint/schema.ts';
import { err, ok, type Outcome } from '../command.ts';
import {
  aggregateReference,
  definedOnly,
  eventNames,
  eventReference,
  mapFieldTypes,
  sagaEvents,
} from './references.ts';
import { findTarget, wrong } from './target.ts';

/** `payments`, `ordering/Order`, or a field or transition of it: `ordering/Order.note`. */
export function leaveOut(blueprint: Written, target: string): Outcome<Written> {
  const dot = target.includes('/') ? target.indexOf('.') : -1;
  if (dot !== -1)
    return withoutMember(blueprint, target.slice(0, dot), target.slice(dot + 1).trim());
  const found = findTarget(blueprint, target, '--without');
  if (!found.ok) return found;
  const { context, aggregate } = found.value;
  return ok(
    aggregate === null
      ? withoutContext(blueprint, context)
      : withoutAggregate(blueprint, context, aggregate),
  );
}

/** A field, or else a transition. What refers to it is left to be told as a problem: a guess could be wrong. */
function withoutMember(blueprint: Written, target: string, member: string): Outcome<Written> {
  const found = findTarget(blueprint, target, '--without');
  if (!found.ok) return found;
  const { context, aggregate } = found.value;
  const fields = aggregate?.fields ?? [];
  const transitions = aggregate?.lifecycle?.transitions ?? [];
  // `place:`, as a transition is written, is the transition where a field has the same name.
  const name = member.replace(/\s*:$/, '');
  const isField = name === member && fields.some((field) => field.name === name);
  if (!isField && !transitions.some((transition) => transition.name === name)) {
    const known = [...fields, ...transitions].map((each) => each.name);
    return err(
      wrong(
        `--without: ${target} has no field or transition ${quote(name)}.`,
        suggest(name, known),
      ),
    );
  }
  return ok({
    ...blueprint,
    contexts: blueprint.contexts.map((each) =>
      each === context
        ? {
            ...each,
            aggregates: each.aggregates?.map((one) =>
              one === aggregate ? withoutMemberOf(one, name, isField) : one,
            ),
          }
        : each,
    ),
  });
}

function withoutMemberOf(
  aggregate: WrittenAggregate,
  member: string,
  isField: boolean,
): WrittenAggregate {
  const { lifecycle, ...rest } = aggregate;
  if (isField)
    return { ...aggregate, fields: aggregate.fields?.filter(({ name }) => name !== member) };
  const transitions = lifecycle?.transitions.filter(({ name }) => name !== member) ?? [];
  return lifecycle === undefined || transitions.length === 0
    ? rest
    : { ...rest, lifecycle: { ...lifecycle, transitions } };
}

function withoutContext(blueprint: Written, gone: WrittenContext): Written {
  const contexts = blueprint.contexts.filter((context) => context !== gone);
  const deployables = blueprint.deployables
    ?.map((deployable) => ({
      ...deployable,
      contexts: deployable.contexts.filter((name) => name !== gone.name),
    }))
    .filter((deployable) => deployable.contexts.length > 0);
  const events = [
    ...(gone.aggregates ?? []).flatMap((each) => eventNames(each, each.name)),
    ...(gone.sagas ?? []).flatMap(sagaEvents),
  ];
  const rest = { ...blueprint, contexts, ...(deployables === undefined ? {} : { deployables }) };
  return withoutReferences(
    rest,
    gone.name,
    (gone.aggregates ?? []).map(({ name }) => name),
    events,
  );
}

function withoutAggregate(
  blueprint: Written,
  home: WrittenContext,
  gone: WrittenAggregate,
): Written {
  const contexts = blueprint.contexts.map((context) => {
    if (context !== home) return context;
    return {
      ...context,
      aggregates: context.aggregates?.filter((aggregate) => aggregate !== gone),
      consumes: context.consumes?.filter((consumption) => !reactsWith(consumption, gone.name)),
    };
  });
  const sagas = (home.sagas ?? []).filter((saga) => saga.aggregate === gone.name);
  const events = [...eventNames(gone, gone.name), ...sagas.flatMap(sagaEvents)];
  const kept = contexts.map((context) =>
    context.name === home.name
      ? { ...context, sagas: context.sagas?.filter((saga) => saga.aggregate !== gone.name) }
      : context,
  );
  return withoutReferences({ ...blueprint, contexts: kept }, home.name, [gone.name], events);
}

function reactsWith(consumption: WrittenConsumption, aggregate: string): boolean {
  return [consumption.apply, consumption.create, consumption.call].some(
    (reaction) => reaction?.aggregate === aggregate,
  );
}

/** Drops what listens to events that are no more; a reference to an aggregate that is no more keeps its id as a plain uuid. */
function withoutReferences(
  blueprint: Written,
  home: string,
  aggregates: readonly string[],
  events: readonly string[],
): Written {
  let current = blueprint;
  let gone = events.map((event) => ({ context: home, event }));
  const isGone = (context: string, reference: string): boolean => {
    const written = eventReference(context, reference);
    return gone.some((each) => each.context === written.context && each.event === written.event);
  };
  // A saga that waits for a lost event is lost, and so are its own events, which others may listen to.
  while (gone.length > 0) {
    const lost = current.contexts.flatMap((context) =>
      (context.sagas ?? [])
        .filter((saga) =>
          saga.steps.some(
            (step) =>
              isGone(context.name, step.succeedsOn) ||
              (step.failsOn !== undefined && isGone(context.name, step.failsOn)),
          ),
        )
        .map((saga) => ({ context: context.name, saga })),
    );
    current = {
      ...current,
      contexts: current.contexts.map((context) => ({
        ...context,
        ...definedOnly({
          consumes: context.consumes?.flatMap((consumption) =>
            listeningOnly(consumption, (reference) => !isGone(context.name, reference)),
          ),
          sagas: context.sagas?.filter((saga) => !lost.some((each) => each.saga === saga)),
        }),
      })),
    };
    gone = lost.flatMap(({ context, saga }) =>
      sagaEvents(saga).map((event) => ({ context, event })),
    );
  }
  return mapFieldTypes(current, (context, type) => {
    const reference = aggregateReference(context, type);
    if (
      reference === null ||
      reference.context !== home ||
      !aggregates.includes(reference.aggregate)
    )
      return type;
    return `uuid${reference.optional ? '?' : ''}`;
  });
}

/** The consumption with the events that remain; nothing where none does. */
function listeningOnly(
  consumption: WrittenConsumption,
  remains: (reference: string) => boolean,
): WrittenConsumption[] {
  if (typeof consumption.event === 'string') return remains(consumption.event) ? [consumption] : [];
  const event = consumption.event.filter(remains);
  return event.length === 0 ? [] : [{ ...consumption, event }];
}
