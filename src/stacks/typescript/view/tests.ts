import { contractNames, contractsPackage } from './contracts.ts';
import { capitalised, lookupOf, withArticle } from './domain.ts';
import type { Layer } from './layer.ts';
import type { AggregateModel, ConsumerModel, EventModel, FieldModel, SagaModel } from './model.ts';
import { literal, variableOf } from './names.ts';
import { acceptedValues, refusedSamples } from './samples.ts';

/** What the templates of the contexts' own tests print: examples that satisfy every constraint. */
export const tests: Layer = {
  name: 'tests',
  context: (context) => ({
    readModels: context.readModels,
    looked: context.aggregates
      .filter((aggregate) => aggregate.lookups.length > 0)
      .map((aggregate) => ({
        collection: aggregate.collection,
        lookups: aggregate.lookups.map((field) => ({
          method: lookupOf(field),
          field: literal(field.name),
          type: field.dataType,
        })),
      })),
    aggregates: context.aggregates.map((aggregate) => ({
      collection: aggregate.collection,
      className: aggregate.className,
      file: aggregate.file,
      snapshotType: aggregate.snapshotType,
      unique: aggregate.fields.filter((field) => field.unique).map((field) => literal(field.name)),
    })),
  }),
  aggregate: aggregateTests,
  consumer: consumerTests,
  saga: sagaTests,
  external: (external) => ({
    operations: external.operations.map((operation) => ({
      name: operation.name,
      requestType: operation.requestType,
      responseType: operation.responseType,
      response: operation.response.map((field) => ({
        name: field.name,
        value: literal(exampleAt(field, 0) ?? null),
      })),
    })),
  }),
};

/** How many examples of an aggregate its tests may use at once, which unique fields bound. */
function exampleCount(aggregate: AggregateModel): number {
  return Math.min(
    3,
    ...aggregate.fields.map((field) => {
      const values = acceptedValues(field).length;
      return field.unique || values === 0 ? values : 3;
    }),
  );
}

function aggregateTests(aggregate: AggregateModel): object {
  const count = exampleCount(aggregate);
  const changed = aggregate.fields.find(
    (field) => !field.immutable && acceptedValues(field).length > 1,
  );
  const immutable = aggregate.fields.find((field) => field.immutable);
  const unique = aggregate.fields.find((field) => field.unique);
  const [first] = aggregate.transitions;
  return {
    hasExamples: count > 0,
    hasSeveral: count > 1,
    one: withArticle(aggregate.names.words),
    examples: Array.from({ length: count }, (_, index) => ({
      members: aggregate.fields.map((field) => ({
        name: field.name,
        value: literal(exampleAt(field, index)),
      })),
    })),
    snapshot: aggregate.fields.map((field) => ({ name: field.name, value: snapshotValue(field) })),
    refusals: aggregate.fields.flatMap((field) =>
      refusedSamples(field).map((sample) => ({
        name: literal(`${field.names.words}: ${sample.name}`),
        input: `{ ${field.name}: ${sample.expression ?? literal(sample.value)} }`,
        pointer: literal(`/${field.name}${sample.below}`),
        code: literal(sample.code),
      })),
    ),
    optional: aggregate.fields.filter((field) => field.optional).map((field) => field.name),
    change:
      changed === undefined
        ? null
        : {
            name: changed.name,
            value: literal(acceptedValues(changed)[1]),
            snapshot:
              changed.kind === 'timestamp'
                ? `new Date(${literal(acceptedValues(changed)[1])})`
                : literal(acceptedValues(changed)[1]),
          },
    immutable:
      immutable === undefined
        ? null
        : {
            name: immutable.name,
            words: immutable.names.words,
            pointer: literal(`/${immutable.name}`),
            value: literal(acceptedValues(immutable)[0]),
          },
    unique:
      unique === undefined
        ? null
        : { name: unique.name, words: unique.names.words, pointer: literal(`/${unique.name}`) },
    created: literal(`${aggregate.name}Created`),
    changed: literal(`${aggregate.name}Changed`),
    removed: literal(`${aggregate.name}Removed`),
    transitions: aggregate.transitions.map((transition) => ({
      method: transition.method,
      name: transition.name,
      title: transition.names.words,
      from: transition.from.map(literal),
      refusedFrom: (aggregate.lifecycle?.states ?? [])
        .filter((state) => !transition.from.includes(state))
        .map(literal),
      to: literal(transition.to),
      event: literal(transition.event.name),
    })),
    first:
      first === undefined || aggregate.lifecycle === null
        ? null
        : useCaseTransition(aggregate, first.name),
    contracts: aggregate.events.map((event) => ({
      name: literal(event.name),
      ...contractNames(event),
    })),
    lookups: aggregate.lookups.map((field) => ({
      method: lookupOf(field),
      field: field.name,
      words: field.names.words,
    })),
    title: capitalised(aggregate.pluralNames.words),
  };
}

/** A transition that a new aggregate allows, and one that it refuses. */
function useCaseTransition(aggregate: AggregateModel, _first: string): object {
  const initial = aggregate.lifecycle?.initial ?? '';
  const allowed = aggregate.transitions.find(({ from }) => from.includes(initial)) ?? null;
  const refused = aggregate.transitions.find(({ from }) => !from.includes(initial)) ?? null;
  return {
    allowed:
      allowed === null
        ? null
        : { name: allowed.name, to: literal(allowed.to), event: literal(allowed.event.name) },
    refused:
      refused === null
        ? null
        : { name: refused.name, transition: literal(refused.name), status: literal(initial) },
  };
}

/** The n-th example value: different ones where the field is unique, and where there are several. */
function exampleAt(field: FieldModel, index: number): unknown {
  const values = acceptedValues(field);
  return values[index % values.length];
}

function snapshotValue(field: FieldModel): string {
  const value = literal(exampleAt(field, 0));
  return field.kind === 'timestamp' ? `new Date(${value})` : value;
}

function consumerTests(consumer: ConsumerModel): object {
  const { reaction } = consumer.consumption;
  const { event, aggregate } = consumer;
  const overrides = overridesOf(consumer);
  const data = overrides === null ? null : eventExample(event, overrides);
  return {
    hasExamples: data !== null && (aggregate === null || exampleCount(aggregate) > 0),
    function: consumer.names.camel,
    file: consumer.file,
    id: literal(consumer.id),
    event: {
      ...contractNames(event),
      package: importOf(consumer),
      source: literal(`/${event.context.name}`),
    },
    subject: literal(eventId),
    data,
    isApply: reaction.kind === 'apply',
    isCreate: reaction.kind === 'create',
    isProject: reaction.kind === 'project',
    isCall: reaction.kind === 'call',
    removes: event.kind === 'removed',
    set: reaction.kind === 'create' ? createdMembers(consumer, data ?? []) : [],
    movesOnce: movesOnce(consumer),
    given: givenSnapshot(consumer, data ?? []),
    before: beforeOf(consumer),
    after: afterOf(consumer),
    created: aggregate === null ? null : literal(`${aggregate.name}Created`),
    collection: aggregate?.collection ?? consumer.readModel?.collection,
    example: aggregate === null ? null : { file: aggregate.file, property: aggregate.property },
    external: consumer.external?.property ?? null,
  };
}

/** What the event has to say so that the new aggregate accepts it; null where that contradicts itself. */
function overridesOf({
  consumption: { reaction },
  aggregate,
}: ConsumerModel): ReadonlyMap<string, unknown> | null {
  const overrides = new Map<string, unknown>();
  if (reaction.kind !== 'create') return overrides;
  for (const [to, from] of Object.entries(reaction.set)) {
    const target = aggregate?.fields.find(({ name }) => name === to);
    const [value] = target === undefined ? [] : acceptedValues(target);
    if (value === undefined || from === 'id') continue;
    if (overrides.has(from) && literal(overrides.get(from)) !== literal(value)) return null;
    overrides.set(from, value);
  }
  return overrides;
}

function sagaTests(saga: SagaModel): object {
  const { aggregate, startsOn } = saga;
  const start = eventExample(startsOn, new Map([['id', eventId]]));
  const failing = saga.steps.findLastIndex(({ failsOn }) => failsOn !== null);
  const failure = saga.steps[failing]?.failsOn ?? null;
  const answers = [
    ...new Set([
      ...saga.steps.map(({ succeedsOn }) => succeedsOn),
      ...(failure === null ? [] : [failure]),
    ]),
  ];
  const keyOf = (event: EventModel): string =>
    saga.steps.find(({ succeedsOn, failsOn }) => succeedsOn === event || failsOn === event)?.key ??
    'id';
  const examples = answers.map((event) => ({
    variable: event.names.camel,
    ...contractNames(event),
    source: literal(`/${event.context.name}`),
    data: eventExample(event, new Map([[keyOf(event), eventId]])),
  }));
  return {
    // Two steps that wait for the same event cannot be told apart in a walk from step to step.
    hasExamples:
      start !== null &&
      exampleCount(aggregate) > 0 &&
      examples.every(({ data }) => data !== null) &&
      answers.length === saga.steps.length + (failure === null ? 0 : 1),
    file: saga.file,
    handler: variableOf(saga.property, 'Saga'),
    expire: `expire${saga.names.pascal}`,
    collection: saga.collection,
    start: {
      ...contractNames(startsOn),
      source: literal(`/${startsOn.context.name}`),
      data: start,
    },
    own: answers.filter((event) => event.context === saga.context).map(contractNames),
    foreign: [
      ...new Set(
        answers.filter((event) => event.context !== saga.context).map((event) => event.context),
      ),
    ].map((context) => ({
      package: `${context.packageName}/contracts`,
      events: answers.filter((event) => event.context === context).map(contractNames),
    })),
    answers: examples,
    aggregate: {
      property: aggregate.property,
      file: aggregate.file,
      collection: aggregate.collection,
    },
    id: literal(eventId),
    steps: saga.steps.map(({ succeedsOn }) => succeedsOn.names.camel),
    requests: saga.steps.map(({ request }) => literal(request.type)),
    firstRequest: literal(saga.steps[0]?.request.type),
    completes: { from: literal(saga.completes.from[0]), to: literal(saga.completes.to) },
    compensates: { from: literal(saga.compensates.from[0]), to: literal(saga.compensates.to) },
    failure:
      failure === null
        ? null
        : {
            before: saga.steps.slice(0, failing).map(({ succeedsOn }) => succeedsOn.names.camel),
            event: failure.names.camel,
            requests: saga.steps.slice(0, failing + 1).map(({ request }) => literal(request.type)),
            compensations: saga.steps
              .slice(0, failing)
              .toReversed()
              .flatMap(({ compensation }) =>
                compensation === null ? [] : [literal(compensation.type)],
              ),
          },
    deadlineMs: saga.deadlineSeconds * 1000,
    publisherKey: saga.context.publisherKey,
  };
}

interface Member {
  readonly name: string;
  readonly value: string;
}

/** The members of the aggregate's snapshot by which the event finds it. */
function givenSnapshot(
  { consumption: { reaction } }: ConsumerModel,
  data: readonly Member[],
): readonly Member[] {
  if (reaction.kind === 'call') return [{ name: 'id', value: literal(eventId) }];
  if (reaction.kind !== 'apply') return [];
  const key = data.find(({ name }) => name === reaction.key);
  return [{ name: reaction.match, value: key?.value ?? literal(eventId) }];
}

/** What the new aggregate takes from the event, as its snapshot has it. */
function createdMembers(
  { consumption: { reaction }, aggregate }: ConsumerModel,
  data: readonly Member[],
): object[] {
  if (reaction.kind !== 'create') return [];
  return Object.entries(reaction.set).map(([to, from]) => {
    const value = data.find(({ name }) => name === from)?.value ?? literal(eventId);
    const isTimestamp = aggregate?.fields.find(({ name }) => name === to)?.kind === 'timestamp';
    return { to, value: isTimestamp ? `new Date(${value})` : value };
  });
}

/** Whether the transition leads out of where it starts, so that a second event finds nothing to do. */
function movesOnce({ consumption: { reaction }, aggregate }: ConsumerModel): boolean {
  if (reaction.kind !== 'apply') return false;
  const transition = aggregate?.transitions.find(({ name }) => name === reaction.transition);
  return transition !== undefined && !transition.from.includes(transition.to);
}

/** States in which the reaction finds the aggregate: where it does something. */
function beforeOf(consumer: ConsumerModel): object | null {
  const { reaction } = consumer.consumption;
  const transition = (name: string) =>
    consumer.aggregate?.transitions.find((each) => each.name === name);
  if (reaction.kind === 'apply')
    return { moves: literal(transition(reaction.transition)?.from[0]) };
  if (reaction.kind !== 'call') return null;
  return {
    succeeds: literal(transition(reaction.succeeded)?.from[0]),
    fails: literal(transition(reaction.failed)?.from[0]),
  };
}

function afterOf(consumer: ConsumerModel): object | null {
  const { reaction } = consumer.consumption;
  const transition = (name: string) =>
    consumer.aggregate?.transitions.find((each) => each.name === name);
  if (reaction.kind === 'apply') return { moves: literal(transition(reaction.transition)?.to) };
  if (reaction.kind !== 'call') return null;
  return {
    succeeds: literal(transition(reaction.succeeded)?.to),
    fails: literal(transition(reaction.failed)?.to),
  };
}

const eventId = '01890a5d-ac96-774b-bcce-b302099a8057';

function importOf(consumer: ConsumerModel): string {
  return consumer.event.context === consumer.context
    ? '../../../src/contracts/index.ts'
    : contractsPackage(consumer.event);
}

function eventExample(
  event: EventModel,
  overrides: ReadonlyMap<string, unknown>,
): readonly Member[] | null {
  const members = event.payload.map(({ name, field }) => {
    if (overrides.has(name)) return { name, value: literal(overrides.get(name)) };
    const value = field === null ? intrinsicExample(event, name) : acceptedValues(field)[0];
    return value === undefined ? null : { name, value: literal(value) };
  });
  return members.every((member) => member !== null) ? members : null;
}

function intrinsicExample(event: EventModel, name: string): unknown {
  switch (name) {
    case 'version':
      return 2;
    case 'status':
      return event.aggregate.lifecycle?.initial;
    case 'createdAt':
    case 'updatedAt':
      return '2026-01-15T09:30:00.000Z';
    default:
      return eventId;
  }
}
