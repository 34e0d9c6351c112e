import type { Consumption, ProjectReadModel } from '../../../../blueprint/model.ts';
import { textField } from '../field-types.ts';
import type {
  AggregateModel,
  ConsumerModel,
  ContextModel,
  FieldModel,
  ReadModelModel,
} from '../model.ts';
import { distinct, namesOf, rowTypeOf } from '../names.ts';
import { eventOf, found } from './lookup.ts';

export function consumerModel(
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

export function readModelModel(
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
