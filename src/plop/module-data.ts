import { eventsOfAggregate, eventsOfContext } from '../blueprint/events.ts';
import { printFieldType } from '../blueprint/field-type.ts';
import type { Aggregate, Blueprint } from '../blueprint/model.ts';
import { nameForms, type NameForms } from '../blueprint/names.ts';

/** What the generators of a plopfile are told of the context that is added; plain data, documented in docs/extending.md. */
export interface ModuleData {
  /** kebab case, as it was written */
  readonly name: string;
  readonly names: NameForms;
  readonly description: string | null;
  readonly owner: string | null;
  /** the process that hosts it */
  readonly deployable: string | null;
  readonly repository: string;
  readonly stack: string;
  readonly aggregates: readonly AggregateData[];
  /** What it publishes. */
  readonly events: readonly EventData[];
  /** What it reacts to, e.g. `ordering.OrderPlaced`. */
  readonly consumes: readonly string[];
  readonly externals: readonly ExternalData[];
}

interface AggregateData {
  /** Pascal case */
  readonly name: string;
  readonly names: NameForms;
  /** kebab case */
  readonly plural: string;
  readonly description: string | null;
  readonly fields: readonly {
    readonly name: string;
    readonly names: NameForms;
    /** as in backend.yaml: `money`, `ref(ordering.Order)` */
    readonly type: string;
    readonly optional: boolean;
  }[];
  readonly transitions: readonly {
    readonly name: string;
    readonly from: readonly string[];
    readonly to: string;
    readonly event: string;
  }[];
  /** the names of its events */
  readonly events: readonly string[];
}

interface EventData {
  readonly name: string;
  /** the type on the wire, e.g. `billing.invoice-settled.v1` */
  readonly type: string;
  readonly aggregate: string;
}

interface ExternalData {
  readonly name: string;
  readonly operations: readonly {
    readonly name: string;
    readonly method: string;
    readonly path: string;
  }[];
}

/** The data of a context of the blueprint. */
export function moduleData(blueprint: Blueprint, name: string): ModuleData {
  const context = blueprint.contexts.find((each) => each.name === name);
  if (context === undefined) throw new Error(`There is no context ${name}.`);
  const host = blueprint.deployables.find(({ contexts }) => contexts.includes(name));
  return {
    name,
    names: nameForms(name),
    description: context.description,
    owner: context.owner,
    deployable: host?.name ?? null,
    repository: blueprint.name,
    stack: blueprint.stack,
    aggregates: context.aggregates.map(aggregateData),
    events: eventsOfContext(context).map(({ name, type, aggregate }) => ({
      name,
      type,
      aggregate,
    })),
    consumes: context.consumes.map(({ on }) => `${on.context}.${on.event}`),
    externals: context.externals.map(({ name, operations }) => ({
      name,
      operations: operations.map(({ name, method, path }) => ({ name, method, path })),
    })),
  };
}

function aggregateData(aggregate: Aggregate): AggregateData {
  const { name, plural, description, fields, lifecycle } = aggregate;
  return {
    name,
    names: nameForms(name),
    plural,
    description,
    fields: fields.map(({ name, type, optional }) => ({
      name,
      names: nameForms(name),
      type: printFieldType(type, false, ''),
      optional,
    })),
    transitions: (lifecycle?.transitions ?? []).map(({ name, from, to, emits }) => ({
      name,
      from: [...from],
      to,
      event: emits,
    })),
    events: eventsOfAggregate(aggregate).map((event) => event.name),
  };
}
