import { transitionEvent } from '../blueprint/events.ts';
import { quote, suggest } from '../blueprint/problem.ts';
import type {
  Written,
  WrittenAggregate,
  WrittenConsumption,
  WrittenContext,
  WrittenSaga,
} from '../blueprint/schema.ts';
import { err, exitCodes, ok, type CommandError, type Outcome } from './command.ts';

/**
 * Edits of a written blueprint that flags can ask for: leaving a context or an aggregate out, and
 * giving one another name. Everything that refers to it follows, so that the result is whole.
 */

/** `payments`, `ordering/Order`, or a field or transition of it: `ordering/Order.note`. */
export function leaveOut(blueprint: Written, target: string): Outcome<Written> {
  const dot = target.includes('/') ? target.indexOf('.') : -1;
  if (dot !== -1)
    return withoutMember(blueprint, target.slice(0, dot), target.slice(dot + 1).trim());
  const found = find(blueprint, target, '--without');
  if (!found.ok) return found;
  const { context, aggregate } = found.value;
  return ok(
    aggregate === null
      ? withoutContext(blueprint, context)
      : withoutAggregate(blueprint, context, aggregate),
  );
}

/** `ordering=sales`, or `ordering/Order=Purchase`. */
export function rename(blueprint: Written, text: string): Outcome<Written> {
  const [target = '', name = '', ...rest] = text.split('=').map((part) => part.trim());
  if (target === '' || name === '' || rest.length > 0) {
    return err(
      wrong(
        `--rename ${quote(text)} is not of the form old=new.`,
        'Write ordering=sales, or ordering/Order=Purchase.',
      ),
    );
  }
  const found = find(blueprint, target, '--rename');
  if (!found.ok) return found;
  const { context, aggregate } = found.value;
  const neighbours = aggregate === null ? blueprint.contexts : (context.aggregates ?? []);
  if (neighbours.some((each) => each.name === name)) {
    return err(wrong(`--rename: there is a ${quote(name)} already.`, 'Choose another name.'));
  }
  return ok(
    aggregate === null
      ? renameContext(blueprint, context.name, name)
      : renameAggregate(blueprint, context, aggregate, name),
  );
}

interface Found {
  readonly context: WrittenContext;
  readonly aggregate: WrittenAggregate | null;
}

function find(blueprint: Written, target: string, flag: string): Outcome<Found> {
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

function wrong(message: string, hint: string): CommandError {
  return { code: 'invalid-value', message, hint, exit: exitCodes.usage };
}

/** A field, or else a transition. What refers to it is left to be told as a problem: a guess could be wrong. */
function withoutMember(blueprint: Written, target: string, member: string): Outcome<Written> {
  const found = find(blueprint, target, '--without');
  if (!found.ok) return found;
  const { context, aggregate } = found.value;
  const fields = aggregate?.fields ?? [];
  const transitions = aggregate?.lifecycle?.transitions ?? [];
  const isField = fields.some(({ name }) => name === member);
  if (!isField && !transitions.some(({ name }) => name === member)) {
    const known = [...fields, ...transitions].map(({ name }) => name);
    return err(
      wrong(
        `--without: ${target} has no field or transition ${quote(member)}.`,
        suggest(member, known),
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
              one === aggregate ? withoutMemberOf(one, member, isField) : one,
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

function renameContext(blueprint: Written, old: string, name: string): Written {
  const renamed: Written = {
    ...blueprint,
    ...definedOnly({
      deployables: blueprint.deployables?.map((deployable) => ({
        ...deployable,
        contexts: deployable.contexts.map((each) => (each === old ? name : each)),
      })),
    }),
    contexts: blueprint.contexts.map((context) =>
      context.name === old ? { ...context, name } : context,
    ),
  };
  const references = mapEventReferences(renamed, (_, reference) =>
    reference.replace(new RegExp(`^${escaped(old)}\\.`), () => `${name}.`),
  );
  return mapFieldTypes(references, (_, type) =>
    type.replace(
      new RegExp(`^(\\s*ref\\s*\\(\\s*)${escaped(old)}(\\s*\\.)`),
      (__, before: string, after: string) => `${before}${name}${after}`,
    ),
  );
}

function renameAggregate(
  blueprint: Written,
  home: WrittenContext,
  aggregate: WrittenAggregate,
  name: string,
): Written {
  const old = aggregate.name;
  const before = eventNames(aggregate, old);
  const after = eventNames(aggregate, name);
  const renamedEvent = (event: string): string => after[before.indexOf(event)] ?? event;
  const same = (each: string): string => (each === old ? name : each);

  const renamed: Written = {
    ...blueprint,
    contexts: blueprint.contexts.map((context) => {
      if (context !== home) return context;
      return {
        ...context,
        ...definedOnly({
          // A plural written for the old name is not the new one's.
          aggregates: context.aggregates?.map((each) =>
            each === aggregate ? { ...each, name, plural: undefined } : each,
          ),
          consumes: context.consumes?.map((each) => renameReaction(each, same)),
          sagas: context.sagas?.map((saga) =>
            saga.aggregate === old
              ? { ...saga, aggregate: name, startsOn: renamedEvent(saga.startsOn) }
              : saga,
          ),
        }),
      };
    }),
  };
  const references = mapEventReferences(renamed, (context, reference) => {
    const written = eventReference(context, reference);
    if (written.context !== home.name) return reference;
    return reference.includes('.')
      ? `${written.context}.${renamedEvent(written.event)}`
      : renamedEvent(written.event);
  });
  return mapFieldTypes(references, (context, type) => {
    const reference = aggregateReference(context, type);
    if (reference === null || reference.context !== home.name || reference.aggregate !== old)
      return type;
    return `ref(${reference.context}.${name})${reference.optional ? '?' : ''}`;
  });
}

function renameReaction(
  consumption: WrittenConsumption,
  same: (name: string) => string,
): WrittenConsumption {
  const { apply, create, call } = consumption;
  return {
    ...consumption,
    ...definedOnly({
      apply: apply && { ...apply, aggregate: same(apply.aggregate) },
      create: create && { ...create, aggregate: same(create.aggregate) },
      call: call && {
        ...call,
        ...definedOnly({
          aggregate: call.aggregate === undefined ? undefined : same(call.aggregate),
        }),
      },
    }),
  };
}

function reactsWith(consumption: WrittenConsumption, aggregate: string): boolean {
  return [consumption.apply, consumption.create, consumption.call].some(
    (reaction) => reaction?.aggregate === aggregate,
  );
}

/** The events of an aggregate, were it called `name`; always in the same order. */
function eventNames(aggregate: WrittenAggregate, name: string): string[] {
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

function sagaEvents(saga: WrittenSaga): string[] {
  return saga.steps.flatMap((step) =>
    step.compensation === undefined ? [step.request] : [step.request, step.compensation],
  );
}

function eventReference(
  home: string,
  written: string,
): { readonly context: string; readonly event: string } {
  const dot = written.indexOf('.');
  return dot === -1
    ? { context: home, event: written }
    : { context: written.slice(0, dot), event: written.slice(dot + 1) };
}

function aggregateReference(
  home: string,
  type: string,
): { context: string; aggregate: string; optional: boolean } | null {
  const match = /^\s*ref\s*\(\s*(?:([^.)\s]+)\s*\.\s*)?([^.)\s]+)\s*\)\s*(\?)?\s*$/.exec(type);
  if (match === null) return null;
  const [, context = home, aggregate = '', optional] = match;
  return { context, aggregate, optional: optional !== undefined };
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

function mapEventReferences(
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

function mapFieldTypes(
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
function definedOnly<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
