import { reachableStates } from './check-lifecycles.ts';
import { comparable, misfit } from './compatible.ts';
import type { Draft } from './draft.ts';
import { eventsOfContext, idField, type PublishedEvent } from './events.ts';
import type {
  Aggregate,
  ApplyTransition,
  CallExternal,
  Consumption,
  Context,
  CreateAggregate,
  EventReference,
  Field,
  ProjectReadModel,
  Saga,
} from './model.ts';
import type { Origins } from './normalise.ts';
import { quote, suggest, type Path, type Report } from './problem.ts';

/** Every name that points to something else finds it, and what is passed on fits where it arrives. */
export function checkReferences(draft: Draft, origins: Origins, report: Report): void {
  new ReferenceChecker(draft, origins, report).check();
}

class ReferenceChecker {
  readonly #draft: Draft;
  readonly #origins: Origins;
  readonly #report: Report;
  readonly #contexts: ReadonlyMap<string, Context>;
  readonly #events: ReadonlyMap<string, readonly PublishedEvent[]>;

  constructor(draft: Draft, origins: Origins, report: Report) {
    this.#draft = draft;
    this.#origins = origins;
    this.#report = report;
    this.#contexts = new Map(draft.contexts.map((context) => [context.name, context]));
    this.#events = new Map(
      draft.contexts.map((context) => [context.name, eventsOfContext(context)]),
    );
  }

  check(): void {
    for (const context of this.#draft.contexts) {
      const fields = [
        ...context.aggregates.flatMap((aggregate) => aggregate.fields),
        ...context.externals.flatMap(({ operations }) =>
          operations.flatMap(({ request, response }) => [...request, ...response]),
        ),
      ];
      for (const field of fields) this.#checkReference(field);
      for (const consumption of context.consumes) this.#checkConsumption(context, consumption);
      this.#checkRepeated(context);
      this.#checkReadModels(context);
      for (const saga of context.sagas) this.#checkSaga(context, saga);
    }
    this.#checkCreationCycles();
    this.#checkDeployables();
  }

  #at(part: object): Path {
    return this.#origins.get(part) ?? [];
  }

  #checkReference(field: Field): void {
    if (field.type.kind !== 'ref') return;
    const { context: contextName, aggregate } = field.type;
    const path = [...this.#at(field), 'type'];
    const context = this.#context(contextName, path);
    if (context === null || context.aggregates.some(({ name }) => name === aggregate)) return;
    this.#report(
      'unknown-reference',
      path,
      `The context ${quote(contextName)} has no aggregate ${quote(aggregate)}`,
      suggest(
        aggregate,
        context.aggregates.map(({ name }) => name),
      ),
    );
  }

  #context(name: string, path: Path): Context | null {
    const context = this.#contexts.get(name);
    if (context !== undefined) return context;
    this.#report(
      'unknown-reference',
      path,
      `There is no context ${quote(name)}`,
      suggest(name, [...this.#contexts.keys()]),
    );
    return null;
  }

  #event(reference: EventReference, path: Path): PublishedEvent | null {
    const context = this.#context(reference.context, path);
    if (context === null) return null;
    const events = this.#events.get(reference.context) ?? [];
    const event = events.find(({ name }) => name === reference.event);
    if (event !== undefined) return event;
    this.#report(
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

  #aggregate(context: Context, name: string, path: Path): Aggregate | null {
    const aggregate = context.aggregates.find((candidate) => candidate.name === name);
    if (aggregate !== undefined) return aggregate;
    this.#report(
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

  #transition(aggregate: Aggregate, name: string, path: Path): void {
    const names = aggregate.lifecycle?.transitions.map((transition) => transition.name) ?? [];
    if (names.includes(name)) return;
    this.#report(
      'unknown-reference',
      path,
      `${quote(aggregate.name)} has no transition ${quote(name)}`,
      suggest(name, names),
    );
  }

  /** A field by name, `id` included; what is missing is reported. */
  #field(
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
    this.#report(
      'unknown-reference',
      path,
      `${of} has no field ${quote(name)}`,
      suggest(name, known),
    );
    return null;
  }

  #eventField(event: PublishedEvent, name: string, path: Path): Field | null {
    return this.#field(
      event.fields,
      idField(event.context, event.aggregate),
      name,
      `The event ${quote(event.name)}`,
      path,
    );
  }

  #aggregateField(context: Context, aggregate: Aggregate, name: string, path: Path): Field | null {
    return this.#field(
      aggregate.fields,
      idField(context.name, aggregate.name),
      name,
      quote(aggregate.name),
      path,
    );
  }

  #checkConsumption(context: Context, consumption: Consumption): void {
    const path = this.#at(consumption);
    const event = this.#event(
      consumption.on,
      this.#origins.get(consumption.on) ?? [...path, 'event'],
    );
    if (event === null) return;
    const { reaction } = consumption;
    const at = [...path, reaction.kind];
    switch (reaction.kind) {
      case 'apply':
        return this.#checkApply(context, event, reaction, at);
      case 'create':
        return this.#checkCreate(context, event, reaction, at);
      case 'project':
        return this.#checkProject(context, event, reaction, at);
      case 'call':
        return this.#checkCall(context, event, reaction, at);
    }
  }

  #checkApply(
    context: Context,
    event: PublishedEvent,
    reaction: ApplyTransition,
    path: Path,
  ): void {
    const aggregate = this.#aggregate(context, reaction.aggregate, [...path, 'aggregate']);
    const key = this.#eventField(event, reaction.key, [...path, 'key']);
    if (aggregate === null) return;
    this.#transition(aggregate, reaction.transition, [...path, 'transition']);
    const match = this.#aggregateField(context, aggregate, reaction.match, [...path, 'match']);
    if (match === null || key === null || comparable(match.type, key.type)) return;
    this.#report(
      'type-mismatch',
      [...path, 'match'],
      `${quote(reaction.match)} of ${aggregate.name} (${match.type.kind}) cannot equal ${quote(reaction.key)} of ${event.name} (${key.type.kind})`,
      'Match fields of one type; ids match references to the same aggregate.',
    );
  }

  #checkCreate(
    context: Context,
    event: PublishedEvent,
    reaction: CreateAggregate,
    path: Path,
  ): void {
    const aggregate = this.#aggregate(context, reaction.aggregate, [...path, 'aggregate']);
    if (aggregate === null) return;
    for (const [name, source] of Object.entries(reaction.set)) {
      const at = [...path, 'set', name];
      const target = this.#field(aggregate.fields, null, name, quote(aggregate.name), at);
      const from = this.#eventField(event, source, at);
      if (target !== null && from !== null) this.#checkFit(from, target, at);
    }
    for (const field of aggregate.fields) {
      if (field.optional || Object.hasOwn(reaction.set, field.name)) continue;
      this.#report(
        'missing-mapping',
        [...path, 'set'],
        `${quote(aggregate.name)} cannot be created without ${quote(field.name)}`,
        `Set it from a field of ${event.name}, or make it optional.`,
      );
    }
  }

  #checkProject(
    context: Context,
    event: PublishedEvent,
    reaction: ProjectReadModel,
    path: Path,
  ): void {
    if (event.cause === 'saga-request' || event.cause === 'saga-compensation') {
      this.#report(
        'type-mismatch',
        path,
        `${quote(event.name)} is a request of a saga; there is nothing to keep a copy of`,
        'Project the events of an aggregate.',
      );
    }
    if (event.context === context.name) {
      this.#report(
        'type-mismatch',
        path,
        `${quote(event.aggregate)} is an aggregate of this context`,
        'Read it itself; project what other contexts publish.',
      );
    }
    if (reaction.fields.length === 0)
      this.#report(
        'missing',
        [...path, 'fields'],
        'A read model needs fields',
        suggest(
          '',
          event.fields.map(({ name }) => name),
        ),
      );
    for (const [index, name] of reaction.fields.entries()) {
      const at = [...path, 'fields', index];
      if (reaction.fields.indexOf(name) !== index)
        this.#report('duplicate', at, `The field ${quote(name)} is there twice`, 'Keep one.');
      this.#field(event.fields, null, name, `The event ${quote(event.name)}`, at);
    }
  }

  #checkCall(context: Context, event: PublishedEvent, reaction: CallExternal, path: Path): void {
    if (
      event.context !== context.name ||
      event.aggregate !== reaction.aggregate ||
      event.cause.startsWith('saga-') ||
      event.cause === 'remove'
    ) {
      this.#report(
        'type-mismatch',
        path,
        `A call answers an event of an own aggregate that lives on, not ${quote(`${event.context}.${event.name}`)}`,
        'Create an aggregate from the event first, and call on its Created event.',
      );
      return;
    }
    const aggregate = this.#aggregate(context, reaction.aggregate, [...path, 'aggregate']);
    const external = context.externals.find(({ name }) => name === reaction.external);
    if (external === undefined) {
      this.#report(
        'unknown-reference',
        [...path, 'external'],
        `The context ${quote(context.name)} has no external ${quote(reaction.external)}`,
        suggest(
          reaction.external,
          context.externals.map(({ name }) => name),
        ),
      );
    }
    const operation = external?.operations.find(({ name }) => name === reaction.operation);
    if (external !== undefined && operation === undefined) {
      this.#report(
        'unknown-reference',
        [...path, 'operation'],
        `${quote(external.name)} has no operation ${quote(reaction.operation)}`,
        suggest(
          reaction.operation,
          external.operations.map(({ name }) => name),
        ),
      );
    }
    if (aggregate === null) return;
    this.#transition(aggregate, reaction.succeeded, [...path, 'succeeded']);
    this.#transition(aggregate, reaction.failed, [...path, 'failed']);
    for (const [name, source] of Object.entries(reaction.send)) {
      const at = [...path, 'send', name];
      const from = this.#aggregateField(context, aggregate, source, at);
      if (operation === undefined) continue;
      const target = this.#field(
        operation.request,
        null,
        name,
        `The request of ${quote(operation.name)}`,
        at,
      );
      if (from !== null && target !== null) this.#checkFit(from, target, at);
    }
    for (const field of operation?.request ?? []) {
      if (field.optional || Object.hasOwn(reaction.send, field.name)) continue;
      this.#report(
        'missing-mapping',
        [...path, 'send'],
        `The request of ${quote(reaction.operation)} needs ${quote(field.name)}`,
        `Send a field of ${aggregate.name} as ${field.name}.`,
      );
    }
  }

  #checkFit(source: Field, target: Field, path: Path): void {
    const reason = misfit(source, target);
    if (reason === null) return;
    this.#report(
      'type-mismatch',
      path,
      `${quote(source.name)} does not always fit ${quote(target.name)}: ${reason}`,
      'Give both the same type and constraints.',
    );
  }

  #checkRepeated(context: Context): void {
    const seen = new Set<string>();
    for (const consumption of context.consumes) {
      const key = JSON.stringify([consumption.on, consumption.reaction]);
      if (seen.has(key))
        this.#report(
          'duplicate',
          this.#at(consumption),
          `The reaction to ${quote(consumption.on.event)} is there twice`,
          'Keep one.',
        );
      seen.add(key);
    }
  }

  #checkReadModels(context: Context): void {
    const first = new Map<string, { readonly source: string; readonly shape: string }>();
    const seen = new Set<string>();
    for (const consumption of context.consumes) {
      const { reaction, on } = consumption;
      if (reaction.kind !== 'project') continue;
      const event = this.#events.get(on.context)?.find(({ name }) => name === on.event);
      if (event === undefined) continue;
      const path = [...this.#at(consumption), 'project'];
      const here = {
        source: `${on.context}.${event.aggregate}`,
        shape: JSON.stringify([reaction.plural, reaction.fields]),
      };
      const before = first.get(reaction.into) ?? here;
      first.set(reaction.into, before);
      if (before.source !== here.source) {
        this.#report(
          'clash',
          [...path, 'into'],
          `${quote(reaction.into)} copies ${before.source} already, it cannot copy ${here.source} too`,
          'Project into a read model of its own.',
        );
      } else if (before.shape !== here.shape) {
        this.#report(
          'clash',
          [...path, 'fields'],
          `${quote(reaction.into)} is projected with different fields`,
          'List the same fields and plural everywhere; one entry can name several events.',
        );
      }
      const key = `${reaction.into} ${event.type}`;
      if (seen.has(key) && before.shape !== here.shape)
        this.#report(
          'duplicate',
          path,
          `${quote(on.event)} is projected into ${quote(reaction.into)} twice`,
          'Keep one.',
        );
      seen.add(key);
    }
  }

  #checkSaga(context: Context, saga: Saga): void {
    const path = this.#at(saga);
    const aggregate = this.#aggregate(context, saga.aggregate, [...path, 'aggregate']);
    if (aggregate === null) return;
    const rival = context.sagas.find(
      (other) =>
        other !== saga && other.aggregate === saga.aggregate && other.startsOn === saga.startsOn,
    );
    if (rival !== undefined && context.sagas.indexOf(rival) < context.sagas.indexOf(saga)) {
      this.#report(
        'clash',
        [...path, 'startsOn'],
        `${quote(rival.name)} starts on ${quote(saga.startsOn)} too`,
        'Make one saga of both.',
      );
    }
    this.#transition(aggregate, saga.completes, [...path, 'completes']);
    this.#transition(aggregate, saga.compensates, [...path, 'compensates']);
    this.#checkSagaStart(context, saga, aggregate, path);
    for (const step of saga.steps) {
      const at = this.#at(step);
      for (const [name, source] of Object.entries(step.send)) {
        if (name === 'sagaId' || name === 'id')
          this.#report(
            'reserved-name',
            [...at, 'send', name],
            `Every request carries ${quote(name)} already`,
            'Give it another name.',
          );
        this.#aggregateField(context, aggregate, source, [...at, 'send', name]);
      }
      this.#checkAnswer(context, saga, step.succeedsOn, step.key, [...at, 'succeedsOn']);
      if (step.failsOn !== null)
        this.#checkAnswer(context, saga, step.failsOn, step.key, [...at, 'failsOn']);
      for (const [key, event] of [
        ['request', step.request],
        ['compensation', step.compensation],
      ] as const) {
        if (event === null || this.#isHeard(context.name, event)) continue;
        this.#report(
          'never-ends',
          [...at, key],
          `No context reacts to ${quote(event)}`,
          `Let the context that does the work consume ${context.name}.${event}.`,
        );
      }
    }
  }

  #checkSagaStart(context: Context, saga: Saga, aggregate: Aggregate, path: Path): void {
    const events = (this.#events.get(context.name) ?? []).filter(
      (event) =>
        event.aggregate === aggregate.name &&
        !event.cause.startsWith('saga-') &&
        event.cause !== 'remove',
    );
    const start = events.find(({ name }) => name === saga.startsOn);
    if (start === undefined) {
      this.#report(
        'unknown-reference',
        [...path, 'startsOn'],
        `${quote(aggregate.name)} has no event ${quote(saga.startsOn)} a saga could start on`,
        suggest(
          saga.startsOn,
          events.map(({ name }) => name),
        ),
      );
      return;
    }
    const { lifecycle } = aggregate;
    if (lifecycle === null || start.cause === 'change') return;
    const reachable = reachableStates(lifecycle, start.transition?.to ?? lifecycle.initial);
    for (const key of ['completes', 'compensates'] as const) {
      const end = lifecycle.transitions.find(({ name }) => name === saga[key]);
      if (end === undefined || end.from.some((state) => reachable.has(state))) continue;
      this.#report(
        'never-ends',
        [...path, key],
        `${quote(saga[key])} is not possible after ${quote(saga.startsOn)}`,
        `Let it start from ${quote(start.transition?.to ?? lifecycle.initial)}.`,
      );
    }
  }

  #checkAnswer(
    context: Context,
    saga: Saga,
    reference: EventReference,
    key: string,
    path: Path,
  ): void {
    const event = this.#event(reference, path);
    if (event === null) return;
    const field = this.#eventField(event, key, [...path.slice(0, -1), 'key']);
    if (field === null || comparable(field.type, idField(context.name, saga.aggregate).type))
      return;
    this.#report(
      'type-mismatch',
      [...path.slice(0, -1), 'key'],
      `${quote(key)} of ${event.name} does not hold the id of ${quote(saga.aggregate)}`,
      `Make it ref(${context.name}.${saga.aggregate}) or uuid.`,
    );
  }

  #isHeard(context: string, event: string): boolean {
    return this.#draft.contexts.some(({ consumes }) =>
      consumes.some(({ on }) => on.context === context && on.event === event),
    );
  }

  /** An aggregate whose creation creates itself, over however many contexts, would never stop. */
  #checkCreationCycles(): void {
    const creates = new Map<string, { readonly to: string; readonly part: object }[]>();
    for (const context of this.#draft.contexts) {
      for (const consumption of context.consumes) {
        const { on, reaction } = consumption;
        const event = this.#events.get(on.context)?.find(({ name }) => name === on.event);
        if (reaction.kind !== 'create' || event?.cause !== 'create') continue;
        const from = `${on.context}.${event.aggregate}`;
        const edge = { to: `${context.name}.${reaction.aggregate}`, part: consumption };
        creates.set(from, [...(creates.get(from) ?? []), edge]);
      }
    }
    for (const [start, edges] of creates) {
      for (const edge of edges) {
        const reached = new Set([edge.to]);
        for (const aggregate of reached)
          for (const { to } of creates.get(aggregate) ?? []) reached.add(to);
        if (reached.has(start))
          this.#report(
            'never-ends',
            this.#at(edge.part),
            `Creating ${start} creates ${edge.to}, which ends in creating ${start} again`,
            'React to an event that is not part of the circle.',
          );
      }
    }
  }

  #checkDeployables(): void {
    const { deployables } = this.#draft;
    if (deployables === null) return;
    const names = new Set<string>();
    const hosts = new Map<string, string>();
    for (const deployable of deployables) {
      const path = this.#at(deployable);
      if (names.has(deployable.name))
        this.#report(
          'duplicate',
          [...path, 'name'],
          `The deployable ${quote(deployable.name)} is there twice`,
          'Rename or merge them.',
        );
      names.add(deployable.name);
      if (deployable.contexts.length === 0)
        this.#report(
          'missing',
          [...path, 'contexts'],
          `The deployable ${quote(deployable.name)} hosts no context`,
          'Name one, or remove the deployable.',
        );
      for (const context of deployable.contexts) {
        if (this.#context(context, [...path, 'contexts']) === null) continue;
        const host = hosts.get(context);
        if (host !== undefined)
          this.#report(
            'duplicate',
            [...path, 'contexts'],
            `The context ${quote(context)} is hosted by ${quote(host)} already`,
            'A context lives in exactly one deployable.',
          );
        hosts.set(context, deployable.name);
      }
    }
    for (const { name } of this.#draft.contexts) {
      if (!hosts.has(name))
        this.#report(
          'unhosted-context',
          ['deployables'],
          `No deployable hosts the context ${quote(name)}`,
          `Add it to one, or leave \`deployables\` out.`,
        );
    }
  }
}
