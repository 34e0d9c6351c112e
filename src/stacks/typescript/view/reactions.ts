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
  const { reaction } = consumer.consumption;
  return {
    function: consumer.names.camel,
    id: literal(consumer.id),
    event: {
      ...contractNames(consumer.event),
      own: consumer.event.context === consumer.context,
      foreign: consumer.event.context !== consumer.context,
      package: contractsPackage(consumer.event),
    },
    isApply: reaction.kind === 'apply',
    isCreate: reaction.kind === 'create',
    isProject: reaction.kind === 'project',
    isCall: reaction.kind === 'call',
    ...aggregateParts(consumer.aggregate),
    ...reactionParts(consumer),
  };
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
  const { event, aggregate } = consumer;
  const { reaction } = consumer.consumption;
  const told = sentence(event);
  switch (reaction.kind) {
    case 'apply': {
      const field = aggregate?.fields.find(({ name }) => name === reaction.match);
      return {
        summary: `${told}: ${namesOf(reaction.transition).words} every ${aggregate?.names.words} with that ${namesOf(reaction.match).words}.`,
        matchesId: field === undefined,
        lookup: field === undefined ? null : lookupOf(field),
        key: reaction.key,
        keyOptional: isOptional(event, reaction.key),
        method: methodOf(aggregate, reaction.transition),
      };
    }
    case 'create':
      return {
        summary: `${told}: create ${withArticle(namesOf(reaction.aggregate).words)}.`,
        set: pairs(reaction.set),
      };
    case 'project': {
      const removes = event.kind === 'removed';
      const copy = namesOf(reaction.into).words;
      return {
        summary: `${told}: ${removes ? `forget the ${copy}` : `keep the ${copy} up to date`}.`,
        removes,
        collection: consumer.readModel?.collection,
        copied: reaction.fields.map((name) => copiedMember(event, name)),
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
      };
  }
}

function sentence(event: EventModel): string {
  return `On \`${event.type}\``;
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
  return {
    ...aggregateParts(saga.aggregate),
    words: saga.aggregate.names.words,
    aggregateName: literal(saga.aggregate.name),
    summary: `Sees ${withArticle(saga.aggregate.names.words)} through: ${saga.steps.map(({ names }) => names.words).join(', then ')}.`,
    id: literal(`${saga.context.name}.${saga.names.kebab}`),
    handler: saga.handler,
    expire: `expire${saga.names.pascal}`,
    one: withArticle(saga.names.words),
    definition: `${property}Steps`,
    aggregateIdOf: 'aggregateIdOf',
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
    keys: keysOf(answers),
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

function keysOf(answers: readonly Answer[]): object[] {
  const fields = [...new Set(answers.map(({ key }) => key))];
  return fields.map((field) => ({
    field,
    constants: answers.filter(({ key }) => key === field).map(({ constant }) => constant),
  }));
}
