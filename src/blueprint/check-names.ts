import type { Draft } from './draft.ts';
import { eventsOfContext, type PublishedEvent } from './events.ts';
import type { Aggregate, Context } from './model.ts';
import type { Origins } from './origins.ts';
import { camel, checkName, constant, kebab, pascal, postgresName, snake } from './names.ts';
import { quote, type Path, type Report } from './problem.ts';

/** Two things whose names meet in code, in a path, in a table or in an event. */
export function checkNames(draft: Draft, origins: Origins, report: Report): void {
  const at = (part: object): Path => origins.get(part) ?? [];
  distinct(draft.contexts, 'context', at, report, [
    ['name', ({ name }) => name],
    ['name in code', ({ name }) => pascal(name)],
  ]);
  for (const context of draft.contexts) {
    checkCollections(context, at, report);
    checkEvents(context, at, report);
    distinct(context.externals, 'external', at, report, [
      ['name', ({ name }) => name],
      ['name in code', ({ name }) => constant(name)],
    ]);
    for (const external of context.externals) {
      distinct(external.operations, 'operation', at, report, [['name', ({ name }) => kebab(name)]]);
      for (const operation of external.operations) {
        distinct(operation.request, 'field', at, report, [['name', ({ name }) => snake(name)]]);
        distinct(operation.response, 'field', at, report, [['name', ({ name }) => snake(name)]]);
      }
    }
    distinct(context.sagas, 'saga', at, report, [['name', ({ name }) => kebab(name)]]);
    for (const saga of context.sagas)
      distinct(saga.steps, 'step', at, report, [['name', ({ name }) => kebab(name)]]);
    for (const aggregate of context.aggregates) checkAggregate(aggregate, at, report);
  }
}

/** Operations are a collection of the service itself where creates are accepted asynchronously. */
const ownCollections = new Set(['operations']);

interface Collection {
  readonly name: string;
  readonly plural: string;
  readonly part: object;
  readonly path: Path;
}

function checkCollections(context: Context, at: (part: object) => Path, report: Report): void {
  const seen = new Set<string>();
  const readModels = context.consumes.flatMap((consumption): readonly Collection[] => {
    const { reaction } = consumption;
    if (reaction.kind !== 'project' || seen.has(reaction.into)) return [];
    seen.add(reaction.into);
    return [
      {
        name: reaction.into,
        plural: reaction.plural,
        part: consumption,
        path: [...at(consumption), 'project'],
      },
    ];
  });
  const aggregates = context.aggregates.map((aggregate): Collection => ({
    name: aggregate.name,
    plural: aggregate.plural,
    part: aggregate,
    path: at(aggregate),
  }));
  const all = [...aggregates, ...readModels];
  for (const [index, collection] of all.entries()) {
    const before = all.slice(0, index);
    const sameName = before.find(({ name }) => kebab(name) === kebab(collection.name));
    if (sameName !== undefined) {
      report(
        sameName.name === collection.name ? 'duplicate' : 'clash',
        collection.path,
        `The context ${quote(context.name)} has both ${quote(sameName.name)} and ${quote(collection.name)}`,
        'Rename one of them.',
      );
      continue;
    }
    const samePlural = before.find(
      ({ plural }) => postgresName(plural) === postgresName(collection.plural),
    );
    if (samePlural !== undefined) {
      report(
        'clash',
        collection.path,
        `${quote(samePlural.name)} and ${quote(collection.name)} share the plural ${quote(collection.plural)}`,
        `Give ${quote(collection.name)} a plural of its own, e.g. \`plural: ${collection.plural}-list\`.`,
      );
    }
    if (ownCollections.has(collection.plural)) {
      report(
        'reserved-name',
        collection.path,
        `The plural ${quote(collection.plural)} is taken by the service itself`,
        `Give it another one, e.g. \`plural: business-${collection.plural}\`.`,
      );
    }
    const problem = checkName('plural', collection.plural);
    if (problem !== null)
      report(
        problem.code,
        collection.path,
        `The plural ${quote(collection.plural)} ${problem.message}`,
        `Give one, e.g. \`plural: ${problem.suggestion}\`.`,
      );
  }
}

function checkEvents(context: Context, at: (part: object) => Path, report: Report): void {
  const paths = new Map<string, Path>();
  for (const aggregate of context.aggregates) {
    for (const transition of aggregate.lifecycle?.transitions ?? [])
      paths.set(transition.emits, at(transition));
  }
  for (const saga of context.sagas) {
    for (const step of saga.steps) {
      paths.set(step.request, [...at(step), 'request']);
      if (step.compensation !== null) paths.set(step.compensation, [...at(step), 'compensation']);
    }
  }
  const events = new Map<string, { aggregate: string; of: string }>();
  for (const event of eventsOfContext(context)) {
    const key = kebab(event.name);
    const first = events.get(key);
    const of = causeOf(event);
    if (first === undefined) events.set(key, { aggregate: event.aggregate, of });
    // Aggregates of one name share all events; that is reported where they are declared.
    const sameNames =
      first?.aggregate !== event.aggregate &&
      kebab(first?.aggregate ?? '') === kebab(event.aggregate);
    if (first !== undefined && first.of !== of && !sameNames) {
      report(
        'clash',
        paths.get(event.name) ?? at(context),
        `${quote(event.name)} is the event of ${first.of} and of ${of}`,
        'Name one of them differently with `emits`.',
      );
    }
  }
}

function causeOf({ aggregate, cause, name, transition }: PublishedEvent): string {
  switch (cause) {
    case 'create':
      return `creating ${aggregate}`;
    case 'change':
      return `changing ${aggregate}`;
    case 'remove':
      return `removing ${aggregate}`;
    case 'transition':
      return `the transition ${transition?.name ?? name} of ${aggregate}`;
    case 'saga-request':
      return `a step of the saga of ${aggregate}`;
    case 'saga-compensation':
      return `a compensation of the saga of ${aggregate}`;
  }
}

/** Columns every PostgreSQL table has (PostgreSQL documentation, 5.6 System Columns). */
const systemColumns = new Set(['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid']);

const always = ['id', 'version', 'createdAt', 'updatedAt'];

function checkAggregate(aggregate: Aggregate, at: (part: object) => Path, report: Report): void {
  const { lifecycle } = aggregate;
  const taken = new Map(always.map((name) => [snake(name), name]));
  if (lifecycle !== null) taken.set('status', 'status');
  const columns = new Map<string, string>();
  for (const field of aggregate.fields) {
    const own = taken.get(snake(field.name));
    if (own !== undefined) {
      report(
        'reserved-name',
        [...at(field), 'name'],
        `Every ${own === 'status' ? 'aggregate with a lifecycle' : 'aggregate'} has a field ${quote(own)} already`,
        `Call it ${quote(camel(`${aggregate.name} ${field.name}`))}, or leave it out.`,
      );
    }
    if (systemColumns.has(snake(field.name))) {
      report(
        'reserved-name',
        [...at(field), 'name'],
        `Every table of PostgreSQL has a column ${quote(field.name)} already`,
        `Call it ${quote(camel(`${aggregate.name} ${field.name}`))}.`,
      );
    }
    const parts =
      field.type.kind === 'money' ? [`${field.name}Amount`, `${field.name}Currency`] : [field.name];
    for (const part of parts) {
      const column = postgresName(part);
      const other = columns.get(column);
      if (other === undefined) columns.set(column, field.name);
      else {
        report(
          other === field.name ? 'duplicate' : 'clash',
          [...at(field), 'name'],
          other === field.name
            ? `The field ${quote(field.name)} is there twice`
            : `The fields ${quote(other)} and ${quote(field.name)} share the column ${column}`,
          'Rename one of them.',
        );
        break;
      }
    }
  }
  if (lifecycle !== null)
    distinct(lifecycle.transitions, 'transition', at, report, [
      ['name', ({ name }) => kebab(name)],
    ]);
}

type Form<T> = readonly [what: string, of: (item: T) => string];

function distinct<T extends { readonly name: string }>(
  items: readonly T[],
  kind: string,
  at: (part: object) => Path,
  report: Report,
  forms: readonly Form<T>[],
): void {
  const seen = new Map<string, T>();
  for (const item of items) {
    const keys = forms.map(([what, of]) => `${what}:${of(item)}`);
    const other = keys.map((key) => seen.get(key)).find((found) => found !== undefined);
    if (other !== undefined) {
      report(
        other.name === item.name ? 'duplicate' : 'clash',
        [...at(item), 'name'],
        other.name === item.name
          ? `The ${kind} ${quote(item.name)} is there twice`
          : `The ${kind}s ${quote(other.name)} and ${quote(item.name)} become the same name in code`,
        'Rename one of them.',
      );
    }
    for (const key of keys) if (!seen.has(key)) seen.set(key, item);
  }
}
