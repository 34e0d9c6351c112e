import { contractNames } from '../contracts.ts';
import type { ConsumerModel } from '../model.ts';
import { literal } from '../names.ts';
import { byPackage } from '../reactions.ts';
import { acceptedValues } from '../samples.ts';
import { exampleCount, eventExample, eventId, type Member } from './examples.ts';

export function consumerTests(consumer: ConsumerModel): object {
  const { aggregate, events, reaction } = consumer;
  const removal = events.find(({ kind }) => kind === 'removed');
  // A read model is shown with an event that fills it, and one that empties it.
  const event =
    reaction.kind === 'project' ? events.find(({ kind }) => kind !== 'removed') : events[0];
  const overrides = overridesOf(consumer);
  const data = event === undefined || overrides === null ? null : eventExample(event, overrides);
  const shown = event === undefined ? [] : [event, ...(removal === undefined ? [] : [removal])];
  return {
    hasExamples: data !== null && (aggregate === null || exampleCount(aggregate) > 0),
    function: consumer.names.camel,
    file: consumer.file,
    foreign: byPackage(shown.filter(({ context }) => context !== consumer.context)),
    own: shown.filter(({ context }) => context === consumer.context).map(contractNames),
    event:
      event === undefined
        ? null
        : { ...contractNames(event), source: literal(`/${event.context.name}`) },
    removal: removal === undefined ? null : contractNames(removal),
    subject: literal(eventId),
    data,
    isApply: reaction.kind === 'apply',
    isCreate: reaction.kind === 'create',
    isProject: reaction.kind === 'project',
    isCall: reaction.kind === 'call',
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
function overridesOf({ reaction, aggregate }: ConsumerModel): ReadonlyMap<string, unknown> | null {
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
function givenSnapshot({ reaction }: ConsumerModel, data: readonly Member[]): readonly Member[] {
  if (reaction.kind === 'call') return [{ name: 'id', value: literal(eventId) }];
  if (reaction.kind !== 'apply') return [];
  const key = data.find(({ name }) => name === reaction.key);
  return [{ name: reaction.match, value: key?.value ?? literal(eventId) }];
}

/** What the new aggregate takes from the event, as its snapshot has it. */
function createdMembers({ reaction, aggregate }: ConsumerModel, data: readonly Member[]): object[] {
  if (reaction.kind !== 'create') return [];
  return Object.entries(reaction.set).map(([to, from]) => {
    const value = data.find(({ name }) => name === from)?.value ?? literal(eventId);
    const isTimestamp = aggregate?.fields.find(({ name }) => name === to)?.kind === 'timestamp';
    return { to, value: isTimestamp ? `new Date(${value})` : value };
  });
}

/** Whether the transition leads out of where it starts, so that a second event finds nothing to do. */
function movesOnce({ reaction, aggregate }: ConsumerModel): boolean {
  if (reaction.kind !== 'apply') return false;
  const transition = aggregate?.transitions.find(({ name }) => name === reaction.transition);
  return transition !== undefined && !transition.from.includes(transition.to);
}

/** States in which the reaction finds the aggregate: where it does something, and where it cannot. */
function beforeOf(consumer: ConsumerModel): object | null {
  const { aggregate, reaction } = consumer;
  const from = (name: string): readonly string[] =>
    aggregate?.transitions.find((each) => each.name === name)?.from ?? [];
  if (reaction.kind === 'apply') return { moves: literal(from(reaction.transition)[0]) };
  if (reaction.kind !== 'call') return null;
  const succeeds = from(reaction.succeeded);
  const fails = from(reaction.failed);
  const states = aggregate?.lifecycle?.states ?? [];
  return {
    succeeds: literal(succeeds[0]),
    fails: literal(fails[0]),
    hopeless: literalOrNull(
      states.find((state) => !succeeds.includes(state) && !fails.includes(state)),
    ),
    tooLate: literalOrNull(states.find((state) => !succeeds.includes(state))),
  };
}

function literalOrNull(state: string | undefined): string | null {
  return state === undefined ? null : literal(state);
}

function afterOf({ aggregate, reaction }: ConsumerModel): object | null {
  const to = (name: string): string =>
    literal(aggregate?.transitions.find((each) => each.name === name)?.to);
  if (reaction.kind === 'apply') return { moves: to(reaction.transition) };
  if (reaction.kind !== 'call') return null;
  return { succeeds: to(reaction.succeeded), fails: to(reaction.failed) };
}
