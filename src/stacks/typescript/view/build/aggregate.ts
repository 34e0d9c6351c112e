import type { Aggregate, Context } from '../../../../blueprint/model.ts';
import { fieldModel } from '../field-types.ts';
import type { AggregateModel, ContextModel, EventModel, TransitionModel } from '../model.ts';
import {
  aggregateFile,
  classNameOf,
  methodOf,
  namesOf,
  useCaseNameOf,
  variableOf,
} from '../names.ts';
import { aggregateEvent } from './events.ts';

export function aggregateModel(
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
    transitionType: `${className}Transition`,
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
