import type { Part, Resources } from '../stack.ts';
import type { Layer } from './view/layer.ts';
import { layers } from './view/layers.ts';
import type { ContextModel, RepositoryModel } from './view/model.ts';
import { versionsOf } from './versions.ts';

type PartKind = Exclude<keyof Layer, 'name' | 'files'>;

/** Every use of a template folder for a repository, in a stable order. */
export function partsOf(repository: RepositoryModel, resources: Resources): Part[] {
  const shared = { repository, features: repository.features, versions: versionsOf(resources) };
  const part = <Kind extends PartKind>(
    kind: Kind,
    model: Parameters<NonNullable<Layer[Kind]>>[0],
    view: object,
    paths: Readonly<Record<string, string>> = {},
  ): Part => ({
    folder: `typescript/${kind === 'readModel' ? 'read-model' : kind}`,
    paths,
    view: { ...shared, ...view, ...layerViews(kind, model, resources) },
  });

  return [
    part('repository', repository, {}),
    { ...part('repository', repository, {}), folder: 'shared/repository' },
    ...repository.contexts.flatMap((context) => contextParts(context, part)),
    ...repository.deployables.map((deployable) =>
      part('deployable', deployable, { deployable }, { deployable: deployable.name }),
    ),
  ];
}

type MakePart = <Kind extends PartKind>(
  kind: Kind,
  model: Parameters<NonNullable<Layer[Kind]>>[0],
  view: object,
  paths?: Readonly<Record<string, string>>,
) => Part;

function contextParts(context: ContextModel, part: MakePart): Part[] {
  const inContext = { context: context.name };
  return [
    part('context', context, { context }, inContext),
    ...context.aggregates.map((aggregate) => {
      const inAggregate = {
        ...inContext,
        aggregate: aggregate.file,
        plural: aggregate.pluralNames.file,
      };
      return part('aggregate', aggregate, { context, aggregate }, inAggregate);
    }),
    ...context.events.map((event) =>
      part('event', event, { context, event }, { ...inContext, event: event.names.file }),
    ),
    ...context.readModels.map((readModel) =>
      part(
        'readModel',
        readModel,
        { context, readModel },
        { ...inContext, readModel: readModel.file, plural: readModel.pluralNames.file },
      ),
    ),
    ...context.consumers.map((consumer) =>
      part('consumer', consumer, { context, consumer }, { ...inContext, consumer: consumer.file }),
    ),
    ...context.sagas.map((saga) =>
      part('saga', saga, { context, saga }, { ...inContext, saga: saga.file }),
    ),
    ...context.externals.map((external) =>
      part('external', external, { context, external }, { ...inContext, external: external.file }),
    ),
  ];
}

function layerViews<Kind extends PartKind>(
  kind: Kind,
  model: Parameters<NonNullable<Layer[Kind]>>[0],
  resources: Resources,
): object {
  const view: Record<string, object> = {};
  for (const layer of layers) {
    const of = layer[kind] as ((model: unknown, resources: Resources) => object) | undefined;
    if (of !== undefined) view[layer.name] = of(model, resources);
  }
  return view;
}
