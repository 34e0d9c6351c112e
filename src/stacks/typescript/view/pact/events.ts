import { contractNames } from '../contracts.ts';
import { timeExample } from '../http/examples.ts';
import type {
  ConsumerModel,
  ContextModel,
  EventModel,
  FieldModel,
  RepositoryModel,
  SagaModel,
} from '../model.ts';
import { literal } from '../names.ts';
import type { MessageInteraction } from './document.ts';
import { exactly, like, object, patterned, type Expectation, type Json } from './expectation.ts';
import { expectationOf, intrinsicExpectation, sampleOf } from './values.ts';

/** What one context expects of the events of another. */
export interface EventContract {
  readonly consumer: ContextModel;
  readonly provider: ContextModel;
  /** in the order of their types */
  readonly messages: readonly ExpectedMessage[];
  readonly events: readonly EventModel[];
}

export interface ExpectedMessage extends MessageInteraction {
  readonly data: Expectation;
}

/** Asked for again and again while a repository is emitted. */
const contracts = new WeakMap<ContextModel, readonly EventContract[]>();
const awaited = new WeakMap<RepositoryModel, ReadonlyMap<ContextModel, readonly EventModel[]>>();

/** The contracts of a context with those whose events it takes in. */
export function contractsOf(consumer: ContextModel): readonly EventContract[] {
  const known = contracts.get(consumer);
  if (known !== undefined) return known;
  const heard = heardBy(consumer);
  const events = [...heard.keys()].filter(canBeTold).toSorted(byType);
  const found = [...byContext(events)].map(([provider, told]) => ({
    consumer,
    provider,
    events: told,
    messages: told.map((event) => messageOf(event, heard.get(event) ?? new Map())),
  }));
  contracts.set(consumer, found);
  return found;
}

/** The events of a context that others have contracts about. */
export function awaitedOf(provider: ContextModel): readonly EventModel[] {
  const { repository } = provider;
  const known = awaited.get(repository) ?? eventsByProvider(repository);
  awaited.set(repository, known);
  return known.get(provider) ?? [];
}

function byContext(
  events: readonly EventModel[],
): ReadonlyMap<ContextModel, readonly EventModel[]> {
  const groups = new Map<ContextModel, EventModel[]>();
  for (const event of events) {
    const group = groups.get(event.context);
    if (group === undefined) groups.set(event.context, [event]);
    else group.push(event);
  }
  return groups;
}

function eventsByProvider({
  contexts,
}: RepositoryModel): ReadonlyMap<ContextModel, readonly EventModel[]> {
  const events = new Set(contexts.flatMap(contractsOf).flatMap((contract) => contract.events));
  return byContext([...events].toSorted(byType));
}

/** Members of an event's data, and the value each must have in an example where that matters. */
type Members = Map<string, Json | undefined>;

function heardBy(context: ContextModel): ReadonlyMap<EventModel, Members> {
  const heard = new Map<EventModel, Members>();
  const note = (
    event: EventModel,
    members: Iterable<readonly [string, Json | undefined]>,
  ): void => {
    if (event.context === context) return;
    const noted = heard.get(event) ?? new Map<string, Json | undefined>();
    for (const [name, value] of members) if (noted.get(name) === undefined) noted.set(name, value);
    heard.set(event, noted);
  };
  for (const consumer of context.consumers)
    for (const event of consumer.events) note(event, membersUsed(consumer, event));
  for (const { succeedsOn, failsOn, key } of context.sagas.flatMap((saga) => saga.steps)) {
    for (const event of failsOn === null ? [succeedsOn] : [succeedsOn, failsOn])
      note(event, [[key, undefined]]);
  }
  return heard;
}

function membersUsed(
  { reaction, aggregate }: ConsumerModel,
  event: EventModel,
): (readonly [string, Json | undefined])[] {
  const named = (names: readonly string[]) => names.map((name) => [name, undefined] as const);
  switch (reaction.kind) {
    case 'apply':
      return named([reaction.key]);
    case 'project':
      return named(
        event.kind === 'removed'
          ? ['id']
          : ['id', ...reaction.fields, 'version', 'createdAt', 'updatedAt'],
      );
    case 'create':
      // What is created from the event must accept the example.
      return Object.entries(reaction.set).map(([to, from]) => {
        const target = aggregate?.fields.find(({ name }) => name === to);
        return [from, target === undefined ? undefined : sampleOf(target)] as const;
      });
    case 'call':
      return [];
  }
}

function messageOf(event: EventModel, members: Members): ExpectedMessage {
  const used = event.payload
    .filter(({ name }) => members.has(name))
    .map(({ name, field }): [string, Expectation] => [
      name,
      field === null
        ? intrinsicExpectation(name, event.aggregate)
        : expectationOf(field, members.get(name)),
    ]);
  const data = object(Object.fromEntries(used));
  return {
    description: event.type,
    data,
    content: object({
      specversion: exactly('1.0'),
      id: patterned('id', eventId),
      source: exactly(`/${event.context.name}`),
      type: exactly(event.type),
      subject: patterned('id', eventId),
      time: patterned('time', timeExample),
      datacontenttype: exactly('application/json'),
      correlationid: like('contract-testing'),
      ...(event.context.repository.features.tenancy && { tenantid: like('contract-testing') }),
      data,
    }),
  };
}

const eventId = '01890a5d-ac96-774b-bcce-b302099a8057';

/** Whether a test can bring the event about: every field has an example. */
function canBeTold(event: EventModel): boolean {
  const { aggregate } = event;
  if (!aggregate.fields.every((field) => sampleOf(field) !== undefined)) return false;
  return event.kind !== 'changed' || changedField(event) !== undefined;
}

function changedField({ aggregate }: EventModel): FieldModel | undefined {
  return aggregate.fields.find((field) => !field.immutable && sampleOf(field) !== undefined);
}

/** How a test of the context that publishes an event brings it about, as source code. */
export function telling(event: EventModel): string {
  const { aggregate, saga } = event;
  const { className, property } = aggregate;
  const told = (status: string | null, step: string): string => {
    const snapshot =
      status === null
        ? `${property}Snapshot`
        : `{ ...${property}Snapshot, status: ${literal(status)} }`;
    return `told(${className}.reconstitute(${snapshot}), (${aggregate.variable}) => ${aggregate.variable}.${step})`;
  };
  switch (event.kind) {
    case 'created':
      return `told(created(${className}.create(${property}Examples[0], { id, now })), () => undefined)`;
    case 'changed': {
      const field = changedField(event);
      const value = field === undefined ? undefined : sampleOf(field);
      return told(null, `change({ ${field?.name}: ${literal(value ?? null)} }, now)`);
    }
    case 'removed':
      return told(null, 'remove(now)');
    case 'transition': {
      const transition = aggregate.transitions.find((each) => each.event === event);
      return told(transition?.from[0] ?? null, `${transition?.method ?? ''}(now)`);
    }
    case 'request':
      return `asked(${saga === null ? '' : `${stepsOf(saga)}, ${startOf(saga)}`}, ${contractNames(event).constant})`;
  }
}

export function stepsOf(saga: SagaModel): string {
  return `${saga.names.camel}Steps`;
}

export function startOf(saga: SagaModel): string {
  return `${saga.startsOn.names.camel}Data`;
}

/** The data of the event that starts a saga, as source code. */
export function startData({ startsOn }: SagaModel): string {
  const members = startsOn.payload.map(({ name, field }) => {
    const value =
      field === null ? intrinsicExpectation(name, startsOn.aggregate).example : sampleOf(field);
    return `${JSON.stringify(name)}: ${literal(value ?? null)}`;
  });
  return `{ ${members.join(', ')} }`;
}

function byType(a: EventModel, b: EventModel): number {
  return a.type < b.type ? -1 : 1;
}
