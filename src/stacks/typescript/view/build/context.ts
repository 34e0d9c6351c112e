import type { Context } from '../../../../blueprint/model.ts';
import type { ConsumerModel, ContextModel, ReadModelModel, RepositoryModel } from '../model.ts';
import { distinct, namesOf, rowTypeOf } from '../names.ts';
import { aggregateModel } from './aggregate.ts';
import { externalModel } from './external.ts';
import { consumerModel, reactionsOf, readModelModel } from './reactions.ts';
import { sagaModel } from './saga.ts';

export function contextModel(context: Context, repository: () => RepositoryModel): ContextModel {
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
  for (const { reaction, on } of reactionsOf(context)) {
    consumers.push(consumerModel(reaction, on, consumers, self));
    if (reaction.kind === 'project') readModels.push(readModelModel(reaction, on, self));
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
