import { contractNames, type ContractNames, contractsPackage } from './contracts.ts';
import { literal, namesOf } from './names.ts';
import { lookupOf, withArticle } from './domain.ts';
import type {
  AggregateModel,
  ConsumerModel,
  EventFieldModel,
  EventModel,
  SagaModel,
  SagaStepModel,
} from './model.ts';

/** What the template of a consumer prints; which of the four forms it has is in the `is…` switches. */
export function consumerView(consumer: ConsumerModel): object {
  const { context, events, reaction } = consumer;
  return {
    function: consumer.names.camel,
    id: literal(consumer.id),
    events: events.map(contractNames),
    own: events.filter((event) => event.context === context).map(contractNames),
    foreign: byPackage(events.filter((event) => event.context !== context)),
    eventType: events.map((event) => contractNames(event).event).join(' | '),
    isApply: reaction.kind === 'apply',
    isCreate: reaction.kind === 'create',
    isProject: reaction.kind === 'project',
    isCall: reaction.kind === 'call',
    ...aggregateParts(consumer.aggregate),
    ...reactionParts(consumer),
  };
}

/** The contracts of other contexts' events, by the package that has them. */
export function byPackage(events: readonly EventModel[]): object[] {
  const packages = [...new Set(events.map(contractsPackage))].sort();
  return packages.map((name) => ({
    package: name,
    events: events.filter((event) => contractsPackage(event) === name).map(contractNames),
  }));
}

function aggregateParts(aggregate: AggregateModel | null): object {
  if (aggregate === null) return {};
  return {
    className: aggregate.className,
    file: aggregate.file,
    variable: aggregate.variable,
    collection: aggregate.collection,
  };
}

function reactionParts(consumer: ConsumerModel): object {
  const { aggregate, events, reaction } = consumer;
  const told = `On ${events.map(({ type }) => `\`${type}\``).join(' and ')}`;
  switch (reaction.kind) {
    case 'apply': {
      const field = aggregate?.fields.find(({ name }) => name === reaction.match);
      return {
        summary: `${told}: ${namesOf(reaction.transition).words} every ${aggregate?.names.words} with that ${namesOf(reaction.match).words}.`,
        matchesId: field === undefined,
        lookup: field === undefined ? null : lookupOf(field),
        key: reaction.key,
        keyOptional: events.some((event) => isOptional(event, reaction.key)),
        method: methodOf(aggregate, reaction.transition),
        transitionKey: reaction.transition,
        aggregateProperty: aggregate?.property,
      };
    }
    case 'create':
      return {
        summary: `${told}: create ${withArticle(namesOf(reaction.aggregate).words)}.`,
        set: pairs(reaction.set),
      };
    case 'project': {
      const removing = events.filter(({ kind }) => kind === 'removed');
      const [saving] = events.filter(({ kind }) => kind !== 'removed');
      const copies = consumer.readModel?.pluralNames.words;
      return {
        summary:
          removing.length === 0
            ? `${told}: keep the ${copies} up to date.`
            : `${told}: keep the ${copies} up to date, or forget one.`,
        forgets:
          removing.length === 0
            ? null
            : removing
                .map((event) => `event.type === ${contractNames(event).constant}`)
                .join(' || '),
        saves: saving !== undefined,
        collection: consumer.readModel?.collection,
        copied:
          saving === undefined ? [] : reaction.fields.map((name) => copiedMember(saving, name)),
      };
    }
    case 'call':
      return {
        summary: `${told}: ${namesOf(reaction.operation).words} at the ${namesOf(reaction.external).words}.`,
        external: consumer.external?.property,
        operation: reaction.operation,
        send: pairs(reaction.send),
        succeeded: methodOf(aggregate, reaction.succeeded),
        failed: methodOf(aggregate, reaction.failed),
        possible: [...new Set([reaction.succeeded, reaction.failed])]
          .map((transition) => `${aggregate?.variable}.can(${literal(transition)})`)
          .join(' || '),
      };
  }
}

function methodOf(aggregate: AggregateModel | null, transition: string): string {
  return aggregate?.transitions.find(({ name }) => name === transition)?.method ?? transition;
}

function pairs(
  mapping: Readonly<Record<string, string>>,
): { readonly to: string; readonly from: string }[] {
  return Object.entries(mapping).map(([to, from]) => ({ to, from }));
}

function payloadField(event: EventModel, name: string): EventFieldModel | undefined {
  return event.payload.find((property) => property.name === name);
}

function isOptional(event: EventModel, name: string): boolean {
  return payloadField(event, name)?.optional ?? false;
}

function copiedMember(event: EventModel, name: string): object {
  const value = `data.${name}`;
  const property = payloadField(event, name);
  if (property?.field?.kind !== 'timestamp') return { name, value };
  return {
    name,
    value: property.optional
      ? `${value} === null ? null : new Date(${value})`
      : `new Date(${value})`,
  };
}

interface Answer extends ContractNames {
  readonly source: EventModel;
  readonly key: string;
}

/** What the templates of a saga print: its handler and its steps. */
export function sagaView(saga: SagaModel): object {
  const answers = answersOf(saga);
  const own = answers.filter(({ source }) => source.context === saga.context);
  const start = contractNames(saga.startsOn);
  const { property } = saga;
  const keys = keysOf(answers);
  const severalKeys = keys.length > 1;
  return {
    ...aggregateParts(saga.aggregate),
    words: saga.aggregate.names.words,
    statusType: saga.aggregate.statusType,
    completedStates: completedStates(saga).map(literal),
    failure: literal(
      `Some overdue sagas of ${saga.context.name}.${saga.names.kebab} could not be undone.`,
    ),
    oneAggregate: withArticle(saga.aggregate.names.words),
    summary: `Sees ${withArticle(saga.aggregate.names.words)} through: ${saga.steps.map(({ names }) => names.words).join(', then ')}.`,
    id: literal(`${saga.context.name}.${saga.names.kebab}`),
    handler: saga.handler,
    expire: `expire${saga.names.pascal}`,
    one: withArticle(saga.names.words),
    definition: `${property}Steps`,
    aggregateId:
      severalKeys || answers[0] === undefined
        ? 'aggregateIdOf(event)'
        : `event.data.${answers[0].key}`,
    severalKeys,
    start,
    answers,
    foreign: foreignImports(saga, answers),
    ownAnswers: own,
    ownTypes: [
      start.constant,
      `type ${start.event}`,
      `type ${start.data}`,
      ...own.flatMap(({ constant, event }) => [constant, `type ${event}`]),
    ],
    keys,
    keyOptional: answers.some(({ source, key }) => isOptional(source, key)),
    requests: saga.steps.flatMap((step) =>
      [step.request, step.compensation].flatMap((event) =>
        event === null ? [] : [contractNames(event)],
      ),
    ),
    steps: saga.steps.map(stepView),
    completes: saga.completes.method,
    compensates: saga.compensates.method,
  };
}

/** The states that the aggregate gets to only by way of the one that ends the saga well. */
export function completedStates({
  aggregate,
  completes,
  compensates,
}: SagaModel): readonly string[] {
  const otherwise = reachableFrom(aggregate.lifecycle?.initial ?? '', aggregate, completes.to);
  return [...reachableFrom(completes.to, aggregate, null)].filter(
    (state) => !otherwise.has(state) && state !== compensates.to,
  );
}

function reachableFrom(
  state: string,
  aggregate: AggregateModel,
  without: string | null,
): ReadonlySet<string> {
  const reached = new Set(state === without ? [] : [state]);
  for (const from of reached)
    for (const transition of aggregate.transitions)
      if (transition.from.includes(from) && transition.to !== without) reached.add(transition.to);
  return reached;
}

function stepView(step: SagaStepModel): object {
  return {
    name: literal(step.name),
    succeedsOn: contractNames(step.succeedsOn).constant,
    failsOn: step.failsOn === null ? 'null' : contractNames(step.failsOn).constant,
    request: contractNames(step.request),
    compensation: step.compensation === null ? null : contractNames(step.compensation),
    send: pairs(step.send),
  };
}

function answersOf(saga: SagaModel): Answer[] {
  const answers = new Map<string, Answer>();
  for (const { succeedsOn, failsOn, key } of saga.steps) {
    for (const source of failsOn === null ? [succeedsOn] : [succeedsOn, failsOn]) {
      if (!answers.has(source.type))
        answers.set(source.type, { ...contractNames(source), source, key });
    }
  }
  return [...answers.values()];
}

function foreignImports(saga: SagaModel, answers: readonly Answer[]): object[] {
  const foreign = answers.filter(({ source }) => source.context !== saga.context);
  const packages = [
    ...new Set(foreign.map(({ source }) => `${source.context.packageName}/contracts`)),
  ].sort();
  return packages.map((name) => ({
    package: name,
    answers: foreign.filter(({ source }) => `${source.context.packageName}/contracts` === name),
  }));
}

function keysOf(answers: readonly Answer[]): readonly object[] {
  const fields = [...new Set(answers.map(({ key }) => key))];
  return fields.map((field) => ({
    field,
    constants: answers.filter(({ key }) => key === field).map(({ constant }) => constant),
  }));
}
