import type { Decision } from '../../../advisor/index.ts';
import type {
  Aggregate,
  Blueprint,
  Consumption,
  Context,
  Deployable,
  EventReference,
  External,
  ProjectReadModel,
  Saga,
  SagaStep,
} from '../../../blueprint/model.ts';
import { fieldModel, textField } from './field-types.ts';
import type {
  AggregateModel,
  ConsumerModel,
  ContextModel,
  DeployableModel,
  EventFieldModel,
  EventModel,
  ExternalModel,
  FeatureSwitches,
  FieldModel,
  ReadModelModel,
  RepositoryModel,
  SagaModel,
  SagaStepModel,
  TransitionModel,
} from './model.ts';
import {
  aggregateFile,
  classNameOf,
  distinct,
  environmentName,
  methodOf,
  namesOf,
  portTypeOf,
  rowTypeOf,
  transitionFile,
  useCaseNameOf,
  variableOf,
} from './names.ts';

/**
 * Derives the model that every layer's view reads. Links between objects (`aggregate.context`) are
 * getters, so that the graph may have cycles while every object is made in one expression.
 */
export function repositoryModel(
  blueprint: Blueprint,
  decisions: readonly Decision[],
): RepositoryModel {
  const repository: RepositoryModel = {
    blueprint,
    decisions,
    names: namesOf(blueprint.name),
    features: featureSwitches(blueprint),
    contexts: blueprint.contexts.map((context) => contextModel(context, () => repository)),
    deployables: blueprint.deployables.map((deployable) =>
      deployableModel(deployable, () => repository),
    ),
  };
  return repository;
}

function featureSwitches({ features, contexts }: Blueprint): FeatureSwitches {
  return {
    cache: features.cache.includes('memory') || features.cache.includes('redis'),
    memoryCache: features.cache.includes('memory'),
    redisCache: features.cache.includes('redis'),
    cdnCache: features.cache.includes('cdn'),
    kafka: features.messaging === 'kafka',
    bullmq: features.messaging === 'bullmq',
    pubsub: features.messaging === 'pubsub',
    elasticsearch: features.search === 'elasticsearch',
    clickhouse: features.analytics === 'clickhouse',
    tenancy: features.tenancy !== 'none',
    asynchronous: features.acceptance === 'asynchronous',
    readReplicas: features.readReplicas,
    hashPartitioning: features.partitioning === 'hash',
    externals: contexts.some((context) => context.externals.length > 0),
    sagas: contexts.some((context) => context.sagas.length > 0),
  };
}

function deployableModel(
  deployable: Deployable,
  repository: () => RepositoryModel,
): DeployableModel {
  return {
    ...deployable,
    names: namesOf(deployable.name),
    packageName: `@apps/${deployable.name}`,
    get hosted() {
      return deployable.contexts.map((name) => contextNamed(repository(), name));
    },
    get repository() {
      return repository();
    },
  };
}

function contextNamed(repository: RepositoryModel, name: string): ContextModel {
  return found(
    repository.contexts.find((context) => context.name === name),
    `context ${name}`,
  );
}

/** The event a blueprint means by `<context>.<Event>`. */
function eventOf(repository: RepositoryModel, reference: EventReference): EventModel {
  const { context, event } = reference;
  return found(
    contextNamed(repository, context).events.find(({ name }) => name === event),
    `event ${context}.${event}`,
  );
}

/** Blueprints are validated before: what is missing here is a bug of the validation. */
function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The blueprint has no ${what}.`);
  return value;
}

function contextModel(context: Context, repository: () => RepositoryModel): ContextModel {
  const names = namesOf(context.name);
  const self = (): ContextModel => model;
  const aggregates = context.aggregates.map((aggregate) =>
    aggregateModel(aggregate, context, self),
  );
  const sagas = context.sagas.map((saga) => sagaModel(saga, aggregates, self));
  const stems = new Set([
    ...aggregates.map((aggregate) => aggregate.className),
    ...context.consumes.flatMap(({ reaction }) =>
      reaction.kind === 'project' ? [rowTypeOf(reaction.into)] : [],
    ),
    'Integration',
    'Domain',
  ]);
  const type = stems.has(names.pascal) ? `${names.pascal}Context` : names.pascal;
  const externals = context.externals.map((external) => externalModel(external, self));

  const consumers: ConsumerModel[] = [];
  const readModels: ReadModelModel[] = [];
  for (const reaction of context.consumes) {
    consumers.push(consumerModel(reaction, consumers, self));
    const project = reaction.reaction;
    if (project.kind !== 'project' || readModels.some(({ into }) => into === project.into))
      continue;
    readModels.push(readModelModel(project, reaction, self));
  }

  const model: ContextModel = {
    name: context.name,
    description: context.description,
    owner: context.owner,
    names,
    packageName: `@contexts/${context.name}`,
    schema: names.snake,
    type,
    repositoriesType: `${type}Repositories`,
    queriesType: `${type}Queries`,
    useCasesType: `${type}UseCases`,
    portsType: `${type}Ports`,
    eventType: `${type}Event`,
    publisherKey: distinct('publisher', [
      ...aggregates.map((aggregate) => aggregate.collection),
      ...readModels.map((readModel) => readModel.collection),
    ]),
    aggregates,
    readModels,
    consumers,
    externals,
    sagas,
    events: [
      ...aggregates.flatMap((aggregate) => aggregate.events),
      ...sagas.flatMap((saga) =>
        saga.steps.flatMap((step) => [
          step.request,
          ...(step.compensation === null ? [] : [step.compensation]),
        ]),
      ),
    ],
    get repository() {
      return repository();
    },
  };
  return model;
}

function aggregateModel(
  aggregate: Aggregate,
  context: Context,
  contextOf: () => ContextModel,
): AggregateModel {
  const names = namesOf(aggregate.name);
  const pluralNames = namesOf(aggregate.plural);
  const className = classNameOf(aggregate.name);
  const fields = aggregate.fields.map(fieldModel);
  const self = (): AggregateModel => model;

  const events: EventModel[] = [];
  const eventNamed = (name: string, kind: EventModel['kind']): EventModel => {
    const known = events.find((event) => event.name === name);
    if (known !== undefined) return known;
    const event = aggregateEvent(name, kind, context.name, contextOf, self);
    events.push(event);
    return event;
  };
  eventNamed(`${aggregate.name}Created`, 'created');
  eventNamed(`${aggregate.name}Changed`, 'changed');
  eventNamed(`${aggregate.name}Removed`, 'removed');

  const transitions: TransitionModel[] = [];
  for (const transition of aggregate.lifecycle?.transitions ?? []) {
    const others = aggregate.lifecycle?.transitions.map(({ name }) => name) ?? [];
    const transitionNames = namesOf(transition.name);
    transitions.push({
      ...transition,
      names: transitionNames,
      get aggregate() {
        return self();
      },
      method: methodOf(transition.name, others),
      useCase: useCaseNameOf(transition.name, className),
      file: transitionFile(transitionNames.kebab),
      segment: transitionNames.kebab,
      event: eventNamed(transition.emits, 'transition'),
    });
  }

  const lookups = new Set(
    context.consumes.flatMap(({ reaction }) =>
      reaction.kind === 'apply' && reaction.aggregate === aggregate.name ? [reaction.match] : [],
    ),
  );
  const model: AggregateModel = {
    name: aggregate.name,
    plural: aggregate.plural,
    description: aggregate.description,
    names,
    get context() {
      return contextOf();
    },
    file: aggregateFile(names.kebab),
    className,
    snapshotType: `${className}Snapshot`,
    newType: `New${className}`,
    detailsType: `${className}Details`,
    eventType: `${className}Event`,
    repositoryType: `${className}Repository`,
    queriesType: `${className}Queries`,
    statusType: `${className}Status`,
    property: names.camel,
    variable: variableOf(names.camel, 'Aggregate'),
    collection: pluralNames.camel,
    pluralNames,
    table: pluralNames.snake,
    fields,
    lifecycle:
      aggregate.lifecycle === null
        ? null
        : { initial: aggregate.lifecycle.initial, states: aggregate.lifecycle.states },
    events,
    transitions,
    lookups: fields.filter((field) => lookups.has(field.name)),
    hasMutableFields: fields.some((field) => !field.immutable),
  };
  return model;
}

function aggregateEvent(
  name: string,
  kind: EventModel['kind'],
  contextName: string,
  contextOf: () => ContextModel,
  aggregateOf: () => AggregateModel,
): EventModel {
  const names = namesOf(name);
  return {
    name,
    names,
    type: `${contextName}.${names.kebab}.v1`,
    kind,
    saga: null,
    get context() {
      return contextOf();
    },
    get aggregate() {
      return aggregateOf();
    },
    get payload() {
      return snapshotPayload(aggregateOf());
    },
  };
}

function snapshotPayload(aggregate: AggregateModel): EventFieldModel[] {
  return [
    intrinsic('id', 'string'),
    ...aggregate.fields.map((field) => ({
      name: field.name,
      field,
      optional: field.optional,
      inputType: field.inputType,
    })),
    ...(aggregate.lifecycle === null ? [] : [intrinsic('status', 'string')]),
    intrinsic('version', 'number'),
    intrinsic('createdAt', 'string'),
    intrinsic('updatedAt', 'string'),
  ];
}

function intrinsic(name: string, inputType: string): EventFieldModel {
  return { name, field: null, optional: false, inputType };
}

function externalModel(external: External, contextOf: () => ContextModel): ExternalModel {
  const names = namesOf(external.name);
  return {
    name: external.name,
    names,
    get context() {
      return contextOf();
    },
    portType: portTypeOf(names.pascal),
    property: variableOf(names.camel, 'Service'),
    file: names.file,
    addressVariable: `${environmentName(names.kebab)}_URL`,
    operations: external.operations.map((operation) => {
      const operationNames = namesOf(operation.name);
      return {
        ...operation,
        names: operationNames,
        requestType: `${operationNames.pascal}Request`,
        responseType: `${operationNames.pascal}Response`,
        request: operation.request.map(fieldModel),
        response: operation.response.map(fieldModel),
      };
    }),
  };
}

function consumerModel(
  consumption: Consumption,
  siblings: readonly ConsumerModel[],
  contextOf: () => ContextModel,
): ConsumerModel {
  const { on, reaction } = consumption;
  const name = distinct(
    `${reactionName(reaction)}-on-${namesOf(on.event).kebab}`,
    siblings.map(({ names }) => names.kebab),
  );
  const file = distinct(
    name.length > 80 ? name.slice(0, 80).replace(/-+$/, '') : name,
    siblings.map((sibling) => sibling.file),
  );
  return {
    names: namesOf(name),
    file,
    consumption,
    get context() {
      return contextOf();
    },
    get id() {
      return `${contextOf().name}.${name}`;
    },
    get event() {
      return eventOf(contextOf().repository, on);
    },
    get aggregate() {
      if (reaction.kind === 'project') return null;
      return found(
        contextOf().aggregates.find((each) => each.name === reaction.aggregate),
        `aggregate ${reaction.aggregate}`,
      );
    },
    get readModel() {
      if (reaction.kind !== 'project') return null;
      return found(
        contextOf().readModels.find(({ into }) => into === reaction.into),
        `read model ${reaction.into}`,
      );
    },
    get external() {
      if (reaction.kind !== 'call') return null;
      return found(
        contextOf().externals.find((each) => each.name === reaction.external),
        `external ${reaction.external}`,
      );
    },
  };
}

function reactionName(reaction: Consumption['reaction']): string {
  switch (reaction.kind) {
    case 'apply':
      return `${namesOf(reaction.transition).kebab}-${namesOf(reaction.aggregate).kebab}`;
    case 'create':
      return `create-${namesOf(reaction.aggregate).kebab}`;
    case 'project':
      return `project-${namesOf(reaction.into).kebab}`;
    case 'call':
      return `${namesOf(reaction.operation).kebab}-by-${namesOf(reaction.external).kebab}`;
  }
}

function readModelModel(
  project: ProjectReadModel,
  first: Consumption,
  contextOf: () => ContextModel,
): ReadModelModel {
  const names = namesOf(project.into);
  const pluralNames = namesOf(project.plural);
  const className = rowTypeOf(project.into);
  const source = (): AggregateModel => eventOf(contextOf().repository, first.on).aggregate;
  return {
    ...project,
    names,
    pluralNames,
    get context() {
      return contextOf();
    },
    file: names.file,
    className,
    storeType: `${className}Store`,
    queriesType: `${className}Queries`,
    property: names.camel,
    collection: pluralNames.camel,
    table: pluralNames.snake,
    get source() {
      return source();
    },
    get copied() {
      return project.fields.map((name) => copiedField(source(), name));
    },
    get consumers() {
      return contextOf().consumers.filter(
        ({ consumption: { reaction } }) =>
          reaction.kind === 'project' && reaction.into === project.into,
      );
    },
  };
}

function copiedField(source: AggregateModel, name: string): FieldModel {
  return source.fields.find((field) => field.name === name) ?? textField(name);
}

function sagaModel(
  saga: Saga,
  aggregates: readonly AggregateModel[],
  contextOf: () => ContextModel,
): SagaModel {
  const names = namesOf(saga.name);
  const aggregate = found(
    aggregates.find(({ name }) => name === saga.aggregate),
    `aggregate ${saga.aggregate}`,
  );
  const transition = (name: string): TransitionModel =>
    found(
      aggregate.transitions.find((each) => each.name === name),
      `transition ${aggregate.name}.${name}`,
    );
  const self = (): SagaModel => model;
  const model: SagaModel = {
    name: saga.name,
    deadlineSeconds: saga.deadlineSeconds,
    names,
    get context() {
      return contextOf();
    },
    file: names.file,
    aggregate,
    storeType: `${names.pascal}SagaStore`,
    stateType: `${names.pascal}Saga`,
    property: names.camel,
    collection: `${names.camel}Sagas`,
    startsOn: found(
      aggregate.events.find(({ name }) => name === saga.startsOn),
      `event ${saga.startsOn}`,
    ),
    steps: saga.steps.map((step) => sagaStepModel(step, self, contextOf)),
    completes: transition(saga.completes),
    compensates: transition(saga.compensates),
  };
  return model;
}

function sagaStepModel(
  step: SagaStep,
  sagaOf: () => SagaModel,
  contextOf: () => ContextModel,
): SagaStepModel {
  const requestEvent = (name: string): EventModel => sagaEvent(name, step, sagaOf, contextOf);
  return {
    name: step.name,
    names: namesOf(step.name),
    send: step.send,
    key: step.key,
    request: requestEvent(step.request),
    compensation: step.compensation === null ? null : requestEvent(step.compensation),
    get succeedsOn() {
      return eventOf(contextOf().repository, step.succeedsOn);
    },
    get failsOn() {
      return step.failsOn === null ? null : eventOf(contextOf().repository, step.failsOn);
    },
  };
}

function sagaEvent(
  name: string,
  step: SagaStep,
  sagaOf: () => SagaModel,
  contextOf: () => ContextModel,
): EventModel {
  const names = namesOf(name);
  return {
    name,
    names,
    kind: 'request',
    get type() {
      return `${contextOf().name}.${names.kebab}.v1`;
    },
    get context() {
      return contextOf();
    },
    get aggregate() {
      return sagaOf().aggregate;
    },
    get saga() {
      return sagaOf();
    },
    get payload() {
      return [
        intrinsic('sagaId', 'string'),
        ...Object.entries(step.send).map(([to, from]) => sentField(sagaOf().aggregate, to, from)),
      ];
    },
  };
}

function sentField(aggregate: AggregateModel, to: string, from: string): EventFieldModel {
  const field = aggregate.fields.find(({ name }) => name === from) ?? null;
  return {
    name: to,
    field,
    optional: field?.optional ?? false,
    inputType: field?.inputType ?? 'string',
  };
}
