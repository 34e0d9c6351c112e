import { defaults, limits, type Draft } from './draft.ts';
import { eventsOfAggregate, fieldsNamed, transitionEvent } from './events.ts';
import type {
  Aggregate,
  Consumption,
  Context,
  EventReference,
  External,
  ExternalOperation,
  Field,
  Lifecycle,
  Saga,
  Transition,
} from './model.ts';
import { checkName, pluralOf, type NameKind } from './names.ts';
import { checkLabel, normaliseField } from './normalise-field.ts';
import { quote, type Finding, type Path, type Report } from './problem.ts';
import type {
  Written,
  WrittenAggregate,
  WrittenConsumption,
  WrittenContext,
  WrittenExternal,
  WrittenOperation,
  WrittenSaga,
} from './schema.ts';

/** Where the parts of a draft were written; parts are told apart by identity. */
export type Origins = ReadonlyMap<object, Path>;

export interface Normalised {
  readonly draft: Draft;
  readonly origins: Origins;
  readonly findings: readonly Finding[];
}

/** Fills in what has a default, brings everything into one form, and checks every part by itself. */
export function normaliseWritten(written: Written): Normalised {
  const findings: Finding[] = [];
  const origins = new Map<object, Path>();
  const report: Report = (code, path, message, hint) => {
    findings.push({ code, path, message, hint: hint ?? null });
  };
  const draft = new Normaliser(report, origins).draft(written);
  return { draft, origins, findings };
}

class Normaliser {
  readonly #report: Report;
  readonly #origins: Map<object, Path>;

  constructor(report: Report, origins: Map<object, Path>) {
    this.#report = report;
    this.#origins = origins;
  }

  draft(written: Written): Draft {
    this.#checkName('repository', written.name, ['name'], 'name of the backend');
    this.#atMost(
      limits.contexts,
      written.contexts,
      ['contexts'],
      'contexts',
      'Split the system into several backends.',
    );
    if (written.contexts.length === 0) {
      this.#report(
        'missing',
        ['contexts'],
        'A backend needs at least one context',
        'Add one, e.g. `- name: ordering`.',
      );
    }
    const contexts = written.contexts.map((context, i) => this.#context(context, ['contexts', i]));
    return {
      schema: 1,
      name: written.name,
      stack: written.stack ?? defaults.stack,
      team: {
        size: written.team?.size ?? defaults.team.size,
        domainComplexity: written.team?.domainComplexity ?? defaults.team.domainComplexity,
        clearBoundaries: written.team?.clearBoundaries ?? defaults.team.clearBoundaries,
      },
      targets: {
        p99Ms: written.targets?.p99Ms ?? defaults.targets.p99Ms,
        throughputRps: written.targets?.throughputRps ?? defaults.targets.throughputRps,
        availability: written.targets?.availability ?? defaults.targets.availability,
      },
      features: given(written.features ?? {}),
      delivery: given(written.delivery ?? {}),
      deployables:
        written.deployables?.map((deployable, i) => {
          this.#checkName(
            'deployable',
            deployable.name,
            ['deployables', i, 'name'],
            'name of the deployable',
          );
          return this.#remember(
            { name: deployable.name, contexts: deployable.contexts.toSorted() },
            ['deployables', i],
          );
        }) ?? null,
      contexts: contexts.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    };
  }

  #context(written: WrittenContext, path: Path): Context {
    this.#checkName('context', written.name, [...path, 'name'], 'context');
    const owner = written.owner?.trim() ?? '';
    if (
      written.owner !== undefined &&
      !/^@[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\/[A-Za-z0-9._-]{1,100})?$/.test(owner)
    ) {
      this.#report(
        'invalid-value',
        [...path, 'owner'],
        `The owner ${quote(written.owner)} is neither a GitHub user nor a team`,
        'Write @user or @organisation/team.',
      );
    }
    const aggregates = written.aggregates ?? [];
    this.#atMost(
      limits.aggregatesPerContext,
      aggregates,
      [...path, 'aggregates'],
      'aggregates',
      'Split the context.',
    );
    const own = aggregates.map((aggregate, i) =>
      this.#aggregate(aggregate, written.name, [...path, 'aggregates', i]),
    );
    const consumes = (written.consumes ?? []).flatMap((consumption, i) =>
      this.#consumptions(consumption, written.name, own, [...path, 'consumes', i]),
    );
    const context: Context = {
      name: written.name,
      description: this.#text(written.description, [...path, 'description']),
      owner: written.owner === undefined ? null : owner,
      aggregates: own,
      consumes,
      externals: (written.externals ?? []).map((external, i) =>
        this.#external(external, written.name, sentTo(external.name, written.name, own, consumes), [
          ...path,
          'externals',
          i,
        ]),
      ),
      sagas: (written.sagas ?? []).map((saga, i) =>
        this.#saga(saga, written.name, [...path, 'sagas', i]),
      ),
    };
    return this.#remember(context, path);
  }

  #aggregate(written: WrittenAggregate, context: string, path: Path): Aggregate {
    this.#checkName('aggregate', written.name, [...path, 'name'], 'aggregate');
    const plural = written.plural ?? pluralOf(written.name);
    if (written.plural !== undefined)
      this.#checkName('plural', plural, [...path, 'plural'], 'plural');
    const fields = written.fields ?? [];
    this.#atMost(
      limits.fieldsPerAggregate,
      fields,
      [...path, 'fields'],
      'fields',
      'Split the aggregate.',
    );
    const aggregate: Aggregate = {
      name: written.name,
      plural,
      description: this.#text(written.description, [...path, 'description']),
      fields: fields.map((field, i) =>
        this.#remember(normaliseField(field, context, [...path, 'fields', i], this.#report), [
          ...path,
          'fields',
          i,
        ]),
      ),
      lifecycle:
        written.lifecycle === undefined
          ? null
          : this.#lifecycle(written.lifecycle, written.name, [...path, 'lifecycle']),
    };
    return this.#remember(aggregate, path);
  }

  #lifecycle(
    written: NonNullable<WrittenAggregate['lifecycle']>,
    aggregate: string,
    path: Path,
  ): Lifecycle {
    this.#checkLabel(written.initial, [...path, 'initial'], 'state');
    if (written.transitions.length === 0) {
      this.#report(
        'missing',
        [...path, 'transitions'],
        'A lifecycle needs at least one transition',
        'Add one, or leave the lifecycle out.',
      );
    }
    this.#atMost(
      limits.transitionsPerAggregate,
      written.transitions,
      [...path, 'transitions'],
      'transitions',
      'Split the aggregate.',
    );
    const transitions = written.transitions.map((transition, i): Transition => {
      const at = [...path, 'transitions', i];
      this.#checkName('transition', transition.name, [...at, 'name'], 'transition');
      if (transition.emits !== undefined)
        this.#checkName('event', transition.emits, [...at, 'emits'], 'event');
      const from = listOf(transition.from).map((state) => state.normalize('NFC'));
      if (from.length === 0)
        this.#report(
          'missing',
          [...at, 'from'],
          `The transition ${quote(transition.name)} starts from no state`,
          'Name at least one.',
        );
      for (const [index, state] of from.entries()) {
        this.#checkLabel(state, [...at, 'from'], 'state');
        if (from.indexOf(state) !== index)
          this.#report(
            'duplicate',
            [...at, 'from'],
            `The state ${quote(state)} is there twice`,
            'Keep one.',
          );
      }
      this.#checkLabel(transition.to, [...at, 'to'], 'state');
      const to = transition.to.normalize('NFC');
      return this.#remember(
        {
          name: transition.name,
          from,
          to,
          emits: transition.emits ?? transitionEvent(aggregate, transition.name, to),
        },
        at,
      );
    });
    const initial = written.initial.normalize('NFC');
    const states = [...new Set([initial, ...transitions.flatMap(({ from, to }) => [...from, to])])];
    return this.#remember({ initial, states, transitions }, path);
  }

  #consumptions(
    written: WrittenConsumption,
    context: string,
    own: readonly Aggregate[],
    path: Path,
  ): readonly Consumption[] {
    const reaction = this.#reaction(written, path);
    if (reaction === null) return [];
    const events = listOf(written.event);
    if (events.length === 0)
      this.#report(
        'missing',
        [...path, 'event'],
        'There is no event to react to',
        'Name at least one.',
      );
    return events.map((event, i) => {
      const at = Array.isArray(written.event) ? [...path, 'event', i] : [...path, 'event'];
      const on = this.#event(event, context, at);
      return this.#remember({ on, reaction: withAggregate(reaction, on, context, own) }, path);
    });
  }

  #reaction(written: WrittenConsumption, path: Path): Consumption['reaction'] | null {
    const kinds = (['apply', 'create', 'project', 'call'] as const).filter(
      (kind) => written[kind] !== undefined,
    );
    if (kinds.length !== 1) {
      this.#report(
        kinds.length === 0 ? 'missing' : 'duplicate',
        path,
        kinds.length === 0
          ? 'Nothing is done with the event'
          : `One entry does one thing, not ${kinds.join(' and ')}`,
        kinds.length === 0 ? 'Add apply, create, project or call.' : 'Make an entry for each.',
      );
      return null;
    }
    const { apply, create, project, call } = written;
    if (apply !== undefined) {
      return {
        kind: 'apply',
        aggregate: apply.aggregate,
        transition: apply.transition,
        match: apply.match,
        key: apply.key ?? 'id',
      };
    }
    if (create !== undefined)
      return { kind: 'create', aggregate: create.aggregate, set: { ...create.set } };
    if (project !== undefined) {
      this.#checkName('read model', project.into, [...path, 'project', 'into'], 'read model');
      if (project.plural !== undefined)
        this.#checkName('plural', project.plural, [...path, 'project', 'plural'], 'plural');
      return {
        kind: 'project',
        into: project.into,
        plural: project.plural ?? pluralOf(project.into),
        fields: [...project.fields],
      };
    }
    if (call === undefined) return null;
    return {
      kind: 'call',
      external: call.external,
      operation: call.operation,
      aggregate: call.aggregate ?? '',
      send: { ...call.send },
      succeeded: call.succeeded,
      failed: call.failed,
    };
  }

  #external(written: WrittenExternal, context: string, sent: SentFields, path: Path): External {
    this.#checkName('external', written.name, [...path, 'name'], 'external');
    if (written.operations.length === 0) {
      this.#report(
        'missing',
        [...path, 'operations'],
        `The external ${quote(written.name)} has no operations`,
        'Add one.',
      );
    }
    const operations = written.operations.map((operation, i) =>
      this.#operation(operation, context, sent, [...path, 'operations', i]),
    );
    return this.#remember({ name: written.name, operations }, path);
  }

  #operation(
    written: WrittenOperation,
    context: string,
    sent: SentFields,
    path: Path,
  ): ExternalOperation {
    this.#checkName('operation', written.name, [...path, 'name'], 'operation');
    if (
      !/^\/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*\/?)?$/.test(
        written.path,
      )
    ) {
      this.#report(
        'invalid-value',
        [...path, 'path'],
        `${quote(written.path)} is not the path of an operation`,
        'Start with “/”, use letters, digits and - . _ ~, and send what varies in the request.',
      );
    }
    const fields = (key: 'request' | 'response'): ExternalOperation['request'] =>
      (written[key] ?? []).map((field, i) => {
        const at = [...path, key, i];
        if (field.unique !== undefined || field.immutable !== undefined) {
          this.#report(
            'invalid-constraint',
            at,
            'A field of a message is neither unique nor immutable',
            'Remove the constraint.',
          );
        }
        return this.#remember(normaliseField(field, context, at, this.#report), at);
      });
    return this.#remember(
      {
        name: written.name,
        method: written.method,
        path: written.path,
        idempotent: written.idempotent ?? !['POST', 'PATCH'].includes(written.method),
        request: written.request === undefined ? (sent.get(written.name) ?? []) : fields('request'),
        response: fields('response'),
      },
      path,
    );
  }

  #saga(written: WrittenSaga, context: string, path: Path): Saga {
    this.#checkName('saga', written.name, [...path, 'name'], 'saga');
    if (written.steps.length === 0)
      this.#report(
        'missing',
        [...path, 'steps'],
        `The saga ${quote(written.name)} has no steps`,
        'Add one.',
      );
    const steps = written.steps.map((step, i) => {
      const at = [...path, 'steps', i];
      this.#checkName('step', step.name, [...at, 'name'], 'step');
      this.#checkName('event', step.request, [...at, 'request'], 'event');
      if (step.compensation !== undefined)
        this.#checkName('event', step.compensation, [...at, 'compensation'], 'event');
      return this.#remember(
        {
          name: step.name,
          request: step.request,
          send: { ...step.send },
          succeedsOn: this.#event(step.succeedsOn, context, [...at, 'succeedsOn']),
          failsOn:
            step.failsOn === undefined
              ? null
              : this.#event(step.failsOn, context, [...at, 'failsOn']),
          key: step.key,
          compensation: step.compensation ?? null,
        },
        at,
      );
    });
    const saga: Saga = {
      name: written.name,
      aggregate: written.aggregate,
      startsOn: written.startsOn,
      deadlineSeconds: this.#deadline(written.deadline, [...path, 'deadline']),
      steps,
      completes: written.completes,
      compensates: written.compensates,
    };
    return this.#remember(saga, path);
  }

  #deadline(written: number | string | undefined, path: Path): number {
    if (written === undefined) return defaults.deadlineSeconds;
    const [, digits = '', unit = 's'] = /^(\d{1,9})\s*([smhd]?)$/.exec(String(written)) ?? [];
    const seconds = Number(digits) * (secondsPer[unit] ?? 1);
    if (digits === '' || seconds < 1 || seconds > limits.deadlineSeconds) {
      this.#report(
        'invalid-value',
        path,
        `${quote(written)} is not a deadline`,
        'Write a time up to 366 days like 90s, 15m, 24h or 7d.',
      );
      return defaults.deadlineSeconds;
    }
    return seconds;
  }

  #event(text: string, context: string, path: Path): EventReference {
    const match = /^(?:([a-z][a-z0-9-]*)\.)?([A-Z][A-Za-z0-9]*)$/.exec(text);
    if (match === null) {
      this.#report(
        'invalid-value',
        path,
        `${quote(text)} does not name an event`,
        'Write context.Event, e.g. ordering.OrderPlaced.',
      );
      return { context, event: text };
    }
    return this.#remember({ context: match[1] ?? context, event: match[2] ?? '' }, path);
  }

  #checkName(kind: NameKind, name: string, path: Path, what: string): void {
    const problem = checkName(kind, name);
    if (problem === null) return;
    this.#report(
      problem.code,
      path,
      `The ${what} ${quote(name)} ${problem.message}`,
      `Call it ${quote(problem.suggestion)}.`,
    );
  }

  #checkLabel(text: string, path: Path, what: string): void {
    const problem = checkLabel(text);
    if (problem !== null)
      this.#report(
        'invalid-name',
        path,
        `The ${what} ${quote(text)} ${problem}`,
        'Choose another name.',
      );
  }

  #atMost(limit: number, list: readonly unknown[], path: Path, what: string, hint: string): void {
    if (list.length > limit)
      this.#report('too-large', path, `${list.length} ${what} are more than ${limit}`, hint);
  }

  #text(text: string | undefined, path: Path): string | null {
    const trimmed = text?.trim() ?? '';
    if (trimmed === '') return null;
    if (trimmed.length > 2000)
      this.#report('too-large', path, 'A description has at most 2000 characters', 'Shorten it.');
    if (/[\p{Cs}\u0000-\u0008\u000B-\u001F\u007F-\u009F]/u.test(trimmed)) {
      this.#report(
        'invalid-value',
        path,
        'The description contains control characters',
        'Remove them.',
      );
    }
    return trimmed.normalize('NFC');
  }

  #remember<T extends object>(part: T, path: Path): T {
    this.#origins.set(part, path);
    return part;
  }
}

/** Operation → the fields that calls send to it. */
type SentFields = ReadonlyMap<string, readonly Field[]>;

function sentTo(
  external: string,
  context: string,
  own: readonly Aggregate[],
  consumes: readonly Consumption[],
): SentFields {
  const sent = new Map<string, readonly Field[]>();
  for (const { reaction } of consumes) {
    if (reaction.kind !== 'call' || reaction.external !== external) continue;
    const aggregate = own.find(({ name }) => name === reaction.aggregate);
    if (aggregate === undefined) continue;
    const before = sent.get(reaction.operation) ?? [];
    const added = fieldsNamed(reaction.send, context, aggregate).filter(({ name }) =>
      before.every((field) => field.name !== name),
    );
    sent.set(reaction.operation, [...before, ...added]);
  }
  return sent;
}

/** A call that names no aggregate is about the one the event belongs to. */
function withAggregate(
  reaction: Consumption['reaction'],
  on: EventReference,
  context: string,
  own: readonly Aggregate[],
): Consumption['reaction'] {
  if (reaction.kind !== 'call' || reaction.aggregate !== '') return { ...reaction };
  const owner = own.find(
    (aggregate) =>
      on.context === context && eventsOfAggregate(aggregate).some(({ name }) => name === on.event),
  );
  return { ...reaction, aggregate: owner?.name ?? '' };
}

const secondsPer: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

const listOf = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? value : [value as T];

/** Drops keys whose value is undefined. */
function given<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
