import type {
  Consumption,
  Context,
  EventReference,
  ProjectReadModel,
} from '../../../../blueprint/model.ts';
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

type Reaction = Consumption['reaction'];

/** A reaction with all the events that ask for it, in order. */
interface Reacting {
  readonly reaction: Reaction;
  readonly on: readonly [EventReference, ...EventReference[]];
}

/**
 * One entry for each reaction of a context. Events are kept in order for each consumer only, so what
 * keeps a read model has to be a single one.
 */
export function reactionsOf(context: Context): readonly Reacting[] {
  const reactions = new Map<string, Reacting>();
  for (const { on, reaction } of context.consumes) {
    const key = JSON.stringify(reaction.kind === 'project' ? reaction.into : reaction);
    const known = reactions.get(key);
    reactions.set(key, { reaction, on: known === undefined ? [on] : [...known.on, on] });
  }
  return [...reactions.values()];
}

export function consumerModel(
  reaction: Reaction,
  on: Reacting['on'],
  siblings: readonly ConsumerModel[],
  contextOf: () => ContextModel,
): ConsumerModel {
  const name = distinct(
    on.length > 1 || reaction.kind === 'project'
      ? reactionName(reaction)
      : `${reactionName(reaction)}-on-${namesOf(on[0].event).kebab}`,
    siblings.map(({ names }) => names.kebab),
  );
  const file = distinct(
    name.length > 80 ? name.slice(0, 80).replace(/-+$/, '') : name,
    siblings.map((sibling) => sibling.file),
  );
  return {
    names: namesOf(name),
    file,
    reaction,
    get context() {
      return contextOf();
    },
    get id() {
      return `${contextOf().name}.${name}`;
    },
    get events() {
      return on.map((reference) => eventOf(contextOf().repository, reference));
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

function reactionName(reaction: Reaction): string {
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
  on: Reacting['on'],
  contextOf: () => ContextModel,
): ReadModelModel {
  const names = namesOf(project.into);
  const pluralNames = namesOf(project.plural);
  const className = rowTypeOf(project.into);
  const source = (): AggregateModel => eventOf(contextOf().repository, on[0]).aggregate;
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
    get forgets() {
      return on.some((reference) => eventOf(contextOf().repository, reference).kind === 'removed');
    },
  };
}

function copiedField(source: AggregateModel, name: string): FieldModel {
  return source.fields.find((field) => field.name === name) ?? textField(name);
}
