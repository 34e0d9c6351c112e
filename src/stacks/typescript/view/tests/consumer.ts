import { contractNames, contractsPackage } from '../contracts.ts';
import type { ConsumerModel } from '../model.ts';
import { literal } from '../names.ts';
import { acceptedValues } from '../samples.ts';
import { exampleCount, eventExample, eventId, type Member } from './examples.ts';

export function consumerTests(consumer: ConsumerModel): object {
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

function importOf(consumer: ConsumerModel): string {
  return consumer.event.context === consumer.context
    ? '../../../src/contracts/index.ts'
    : contractsPackage(consumer.event);
}
