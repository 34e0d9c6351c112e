import type { Draft } from './draft.ts';
import { eventsOfContext, idField, type PublishedEvent } from './events.ts';
import type { Aggregate, Context, EventReference, Field } from './model.ts';
import type { Origins } from './origins.ts';
import { quote, suggest, type Path, type Report } from './problem.ts';

/** Finds what a name points to; what it does not find is reported, and null. */
export class References {
  readonly draft: Draft;
  readonly origins: Origins;
  readonly report: Report;
  readonly contexts: ReadonlyMap<string, Context>;
  readonly events: ReadonlyMap<string, readonly PublishedEvent[]>;

  constructor(draft: Draft, origins: Origins, report: Report) {
    this.draft = draft;
    this.origins = origins;
    this.report = report;
    this.contexts = new Map(draft.contexts.map((context) => [context.name, context]));
    this.events = new Map(
      draft.contexts.map((context) => [context.name, eventsOfContext(context)]),
    );
  }

  at(part: object): Path {
    return this.origins.get(part) ?? [];
  }

  context(name: string, path: Path): Context | null {
    const context = this.contexts.get(name);
    if (context !== undefined) return context;
    this.report(
      'unknown-reference',
      path,
      `There is no context ${quote(name)}`,
      suggest(name, [...this.contexts.keys()]),
    );
    return null;
  }

  event(reference: EventReference, path: Path): PublishedEvent | null {
    const context = this.context(reference.context, path);
    if (context === null) return null;
    const events = this.events.get(reference.context) ?? [];
    const event = events.find(({ name }) => name === reference.event);
    if (event !== undefined) return event;
    this.report(
      'unknown-reference',
      path,
      `The context ${quote(reference.context)} publishes no event ${quote(reference.event)}`,
      suggest(
        reference.event,
        events.map(({ name }) => name),
      ),
    );
    return null;
  }

  aggregate(context: Context, name: string, path: Path): Aggregate | null {
    const aggregate = context.aggregates.find((candidate) => candidate.name === name);
    if (aggregate !== undefined) return aggregate;
    this.report(
      'unknown-reference',
      path,
      `The context ${quote(context.name)} has no aggregate ${quote(name)}`,
      suggest(
        name,
        context.aggregates.map((candidate) => candidate.name),
      ),
    );
    return null;
  }

  transition(aggregate: Aggregate, name: string, path: Path): void {
    const names = aggregate.lifecycle?.transitions.map((transition) => transition.name) ?? [];
    if (names.includes(name)) return;
    this.report(
      'unknown-reference',
      path,
      `${quote(aggregate.name)} has no transition ${quote(name)}`,
      suggest(name, names),
    );
  }

  /** A field by name, `id` included; what is missing is reported. */
  field(
    fields: readonly Field[],
    id: Field | null,
    name: string,
    of: string,
    path: Path,
  ): Field | null {
    if (name === 'id' && id !== null) return id;
    const field = fields.find((candidate) => candidate.name === name);
    if (field !== undefined) return field;
    const known = [...(id === null ? [] : ['id']), ...fields.map((candidate) => candidate.name)];
    this.report(
      'unknown-reference',
      path,
      `${of} has no field ${quote(name)}`,
      suggest(name, known),
    );
    return null;
  }

  eventField(event: PublishedEvent, name: string, path: Path): Field | null {
    return this.field(
      event.fields,
      idField(event.context, event.aggregate),
      name,
      `The event ${quote(event.name)}`,
      path,
    );
  }

  aggregateField(context: Context, aggregate: Aggregate, name: string, path: Path): Field | null {
    return this.field(
      aggregate.fields,
      idField(context.name, aggregate.name),
      name,
      quote(aggregate.name),
      path,
    );
  }
}
