import { eventsOfContext, type PublishedEvent } from '../../../blueprint/events.ts';
import type {
  Aggregate,
  Blueprint,
  Consumption,
  Context,
  External,
  Field,
  FieldType,
  ProjectReadModel,
  Saga,
  SagaStep,
} from '../../../blueprint/model.ts';
import { kebab } from '../../../blueprint/names.ts';
import { blocks, code, enumerate, plain, section, table } from './markdown.ts';
import { lifecycleDiagram } from './mermaid.ts';

/** The page of a context: what it holds, what it says, what it listens to. */
export function contextPage(blueprint: Blueprint, context: Context): string {
  return `${blocks(
    `# ${context.name}`,
    context.description === null ? '' : plain(context.description),
    summary(blueprint, context),
    section(
      2,
      'Aggregates',
      ...context.aggregates.map((aggregate) => aggregateSection(context, aggregate)),
    ),
    section(
      2,
      'Read models',
      ...readModels(context).map((reaction) => readModelSection(blueprint, context, reaction)),
    ),
    section(2, 'Events published', publishedEvents(blueprint, context)),
    section(2, 'Events consumed', consumedEvents(context)),
    section(2, 'Sagas', ...context.sagas.map((saga) => sagaSection(context, saga))),
    section(2, 'Externals', ...context.externals.map(externalSection)),
  )}\n`;
}

function summary(blueprint: Blueprint, context: Context): string {
  const hosts = blueprint.deployables.filter(({ contexts }) => contexts.includes(context.name));
  return [
    `- Code: [contexts/${context.name}](../../contexts/${context.name})`,
    `- Runs in: ${enumerate(hosts.map(({ name }) => code(name, 'in-text')))}`,
    `- Scopes: ${code(`${context.name}:read`)}, ${code(`${context.name}:write`)}`,
    ...(context.owner === null ? [] : [`- Owner: ${context.owner}`]),
  ].join('\n');
}

function aggregateSection(context: Context, aggregate: Aggregate): string {
  return section(
    3,
    aggregate.name,
    aggregate.description === null ? '' : plain(aggregate.description),
    table(
      ['Field', 'Type', 'Rules'],
      aggregate.fields.map((field) => [code(field.name), typeOf(field.type), rulesOf(field)]),
    ),
    aggregate.lifecycle === null ? '' : lifecycleDiagram(aggregate.lifecycle),
    endpoints(context, aggregate),
  );
}

function typeOf(type: FieldType): string {
  if (type.kind === 'enum') return `one of ${type.values.map((value) => code(value)).join(', ')}`;
  if (type.kind === 'ref') return `id of ${type.context}.${type.aggregate}`;
  return type.kind;
}

function rulesOf(field: Field): string {
  const money = field.type.kind === 'money' ? 'amount ' : '';
  return [
    field.optional ? 'optional' : '',
    field.unique ? 'unique' : '',
    field.immutable ? 'immutable' : '',
    lengthOf(field),
    field.min === null ? '' : `${money}at least ${field.min}`,
    field.max === null ? '' : `${money}at most ${field.max}`,
    field.pattern === null ? '' : `matches ${code(field.pattern)}`,
  ]
    .filter((rule) => rule !== '')
    .join(', ');
}

function lengthOf({ minLength, maxLength }: Field): string {
  if (minLength !== null && maxLength !== null) return `${minLength} to ${maxLength} characters`;
  if (minLength !== null) return `at least ${minLength} characters`;
  return maxLength === null ? '' : `at most ${maxLength} characters`;
}

function endpoints(context: Context, aggregate: Aggregate): string {
  const collection = `/v1/${context.name}/${aggregate.plural}`;
  const one = `${collection}/{id}`;
  const read = code(`${context.name}:read`);
  const write = code(`${context.name}:write`);
  return table(
    ['Request', 'Scope', 'Publishes'],
    [
      [code(`POST ${collection}`), write, `${aggregate.name}Created`],
      [code(`GET ${collection}`), read, ''],
      [code(`GET ${one}`), read, ''],
      [code(`PATCH ${one}`), write, `${aggregate.name}Changed`],
      [code(`DELETE ${one}`), write, `${aggregate.name}Removed`],
      ...(aggregate.lifecycle?.transitions ?? []).map(({ name, emits }) => [
        code(`POST ${one}/${kebab(name)}`),
        write,
        emits,
      ]),
    ],
  );
}

type Projection = Consumption & { readonly reaction: ProjectReadModel };

/** One per read model: several events may keep the same one. */
function readModels(context: Context): readonly Projection[] {
  const found = new Map<string, Projection>();
  for (const { on, reaction } of context.consumes) {
    if (reaction.kind === 'project' && !found.has(reaction.into))
      found.set(reaction.into, { on, reaction });
  }
  return [...found.values()];
}

function readModelSection(
  blueprint: Blueprint,
  context: Context,
  { on, reaction }: Projection,
): string {
  const source = blueprint.contexts.find(({ name }) => name === on.context);
  const aggregate =
    source && eventsOfContext(source).find(({ name }) => name === on.event)?.aggregate;
  const collection = `/v1/${context.name}/${reaction.plural}`;
  return section(
    3,
    reaction.into,
    `A copy of ${enumerate(reaction.fields.map((field) => code(field, 'in-text')))} of ${on.context}.${aggregate ?? on.event}, kept by its events. ` +
      `Read at ${code(`GET ${collection}`, 'in-text')} and ${code(`GET ${collection}/{id}`, 'in-text')} with scope ${code(`${context.name}:read`, 'in-text')}.`,
  );
}

function publishedEvents(blueprint: Blueprint, context: Context): string {
  const rows = eventsOfContext(context).map((event) => [
    code(event.type),
    causeOf(event),
    consumersOf(blueprint, context, event.name).join(', '),
  ]);
  const consumed = rows.some(([, , consumers]) => consumers !== '');
  return consumed
    ? table(['Type', 'When', 'Consumed by'], rows)
    : table(
        ['Type', 'When'],
        rows.map((row) => row.slice(0, 2)),
      );
}

function causeOf({ aggregate, cause, transition }: PublishedEvent): string {
  switch (cause) {
    case 'create':
      return `${aggregate} created`;
    case 'change':
      return `${aggregate} changed`;
    case 'remove':
      return `${aggregate} removed`;
    case 'transition':
      return `${aggregate} to ${code(transition?.to ?? '')}`;
    case 'saga-request':
      return 'a saga asks for a step';
    case 'saga-compensation':
      return 'a saga undoes a step';
  }
}

function consumersOf(blueprint: Blueprint, publisher: Context, event: string): string[] {
  const isIt = (reference: { context: string; event: string } | null) =>
    reference?.context === publisher.name && reference.event === event;
  return blueprint.contexts
    .filter(
      ({ consumes, sagas }) =>
        consumes.some(({ on }) => isIt(on)) ||
        sagas.some(({ steps }) =>
          steps.some((step) => isIt(step.succeedsOn) || isIt(step.failsOn)),
        ),
    )
    .map(({ name }) => `[${name}](${name}.md)`);
}

function consumedEvents(context: Context): string {
  return table(
    ['Event', 'Reaction'],
    context.consumes.map(({ on, reaction }) => [
      code(`${on.context}.${on.event}`),
      reactionText(reaction),
    ]),
  );
}

function reactionText(reaction: Consumption['reaction']): string {
  switch (reaction.kind) {
    case 'apply':
      return `apply ${code(reaction.transition)} to every ${reaction.aggregate} whose ${code(reaction.match)} is the event's ${code(reaction.key)}`;
    case 'create':
      return `create a ${reaction.aggregate} with ${enumerate(
        Object.entries(reaction.set).map(
          ([field, source]) => `${code(field)} from ${code(source)}`,
        ),
      )}`;
    case 'project':
      return `bring ${reaction.into} up to date`;
    case 'call':
      return `call ${code(`${reaction.external}.${reaction.operation}`)}; apply ${code(reaction.succeeded)} to the ${reaction.aggregate}, or ${code(reaction.failed)} when refused`;
  }
}

function sagaSection(context: Context, saga: Saga): string {
  return section(
    3,
    saga.name,
    `One for each ${saga.aggregate}, started by ${saga.startsOn}. When every step is done, it applies ${code(saga.completes, 'in-text')}; ` +
      `when a step fails, or after ${duration(saga.deadlineSeconds)}, it undoes the steps done, the last one first, and applies ${code(saga.compensates, 'in-text')}.`,
    table(
      ['Step', 'Asks with', 'Succeeds on', 'Fails on', 'Undone with'],
      saga.steps.map((step) => sagaStep(context, step)),
    ),
  );
}

function sagaStep(context: Context, step: SagaStep): string[] {
  return [
    code(step.name),
    `${context.name}.${step.request}`,
    `${step.succeedsOn.context}.${step.succeedsOn.event}`,
    step.failsOn === null ? '' : `${step.failsOn.context}.${step.failsOn.event}`,
    step.compensation === null ? '' : `${context.name}.${step.compensation}`,
  ];
}

function duration(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const;
  for (const [unit, length] of units) {
    if (seconds % length === 0) return plural(seconds / length, unit);
  }
  return plural(seconds, 'second');
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function externalSection(external: External): string {
  const variable = `${kebab(external.name).replaceAll('-', '_').toUpperCase()}_URL`;
  return section(
    3,
    external.name,
    `Its address is ${code(variable, 'in-text')}. While that is unset it counts as unavailable, and work for it waits.`,
    table(
      ['Operation', 'Request', 'Retried'],
      external.operations.map(({ name, method, path, idempotent }) => [
        code(name),
        code(`${method} ${path}`),
        idempotent ? 'yes' : 'no',
      ]),
    ),
  );
}
