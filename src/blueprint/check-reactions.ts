import { canFollow, stateAfter } from './check-lifecycles.ts';
import { comparable, misfit } from './compatible.ts';
import type { PublishedEvent } from './events.ts';
import type {
  ApplyTransition,
  CallExternal,
  Consumption,
  Context,
  CreateAggregate,
  Field,
  ProjectReadModel,
} from './model.ts';
import { quote, suggest, type Path } from './problem.ts';
import type { References } from './references.ts';

/** What a context does about an event is possible, and does not meet another reaction. */
export function checkReactions(references: References, context: Context): void {
  for (const consumption of context.consumes) checkConsumption(references, context, consumption);
  checkRepeated(references, context);
  checkReadModels(references, context);
}

function checkConsumption(
  references: References,
  context: Context,
  consumption: Consumption,
): void {
  const path = references.at(consumption);
  const event = references.event(
    consumption.on,
    references.origins.get(consumption.on) ?? [...path, 'event'],
  );
  if (event === null) return;
  const { reaction } = consumption;
  const at = [...path, reaction.kind];
  switch (reaction.kind) {
    case 'apply':
      return checkApply(references, context, event, reaction, at);
    case 'create':
      return checkCreate(references, context, event, reaction, at);
    case 'project':
      return checkProject(references, context, event, reaction, at);
    case 'call':
      return checkCall(references, context, event, reaction, at);
  }
}

function checkApply(
  references: References,
  context: Context,
  event: PublishedEvent,
  reaction: ApplyTransition,
  path: Path,
): void {
  const aggregate = references.aggregate(context, reaction.aggregate, [...path, 'aggregate']);
  const key = references.eventField(event, reaction.key, [...path, 'key']);
  if (aggregate === null) return;
  references.transition(aggregate, reaction.transition, [...path, 'transition']);
  const match = references.aggregateField(context, aggregate, reaction.match, [...path, 'match']);
  if (match === null || key === null || comparable(match.type, key.type)) return;
  references.report(
    'type-mismatch',
    [...path, 'match'],
    `${quote(reaction.match)} of ${aggregate.name} (${match.type.kind}) cannot equal ${quote(reaction.key)} of ${event.name} (${key.type.kind})`,
    'Match fields of one type; ids match references to the same aggregate.',
  );
}

function checkCreate(
  references: References,
  context: Context,
  event: PublishedEvent,
  reaction: CreateAggregate,
  path: Path,
): void {
  const aggregate = references.aggregate(context, reaction.aggregate, [...path, 'aggregate']);
  if (aggregate === null) return;
  for (const [name, source] of Object.entries(reaction.set)) {
    const at = [...path, 'set', name];
    const target = references.field(aggregate.fields, null, name, quote(aggregate.name), at);
    const from = references.eventField(event, source, at);
    if (target !== null && from !== null) checkFit(references, from, target, at);
  }
  for (const field of aggregate.fields) {
    if (field.optional || Object.hasOwn(reaction.set, field.name)) continue;
    references.report(
      'missing-mapping',
      [...path, 'set'],
      `${quote(aggregate.name)} cannot be created without ${quote(field.name)}`,
      `Set it from a field of ${event.name}, or make it optional.`,
    );
  }
}

function checkProject(
  references: References,
  context: Context,
  event: PublishedEvent,
  reaction: ProjectReadModel,
  path: Path,
): void {
  if (event.cause === 'saga-request' || event.cause === 'saga-compensation') {
    references.report(
      'type-mismatch',
      path,
      `${quote(event.name)} is a request of a saga; there is nothing to keep a copy of`,
      'Project the events of an aggregate.',
    );
  }
  if (event.context === context.name) {
    references.report(
      'type-mismatch',
      path,
      `${quote(event.aggregate)} is an aggregate of this context`,
      'Read it itself; project what other contexts publish.',
    );
  }
  if (reaction.fields.length === 0)
    references.report(
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
      references.report('duplicate', at, `The field ${quote(name)} is there twice`, 'Keep one.');
    references.field(event.fields, null, name, `The event ${quote(event.name)}`, at);
  }
}

function checkCall(
  references: References,
  context: Context,
  event: PublishedEvent,
  reaction: CallExternal,
  path: Path,
): void {
  if (
    event.context !== context.name ||
    event.aggregate !== reaction.aggregate ||
    event.cause.startsWith('saga-') ||
    event.cause === 'remove'
  ) {
    references.report(
      'type-mismatch',
      path,
      `A call answers an event of an own aggregate that lives on, not ${quote(`${event.context}.${event.name}`)}`,
      'Create an aggregate from the event first, and call on its Created event.',
    );
    return;
  }
  const aggregate = references.aggregate(context, reaction.aggregate, [...path, 'aggregate']);
  const external = context.externals.find(({ name }) => name === reaction.external);
  if (external === undefined) {
    references.report(
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
    references.report(
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
  for (const key of ['succeeded', 'failed'] as const) {
    references.transition(aggregate, reaction[key], [...path, key]);
    const { lifecycle } = aggregate;
    const state = lifecycle === null ? null : stateAfter(lifecycle, event);
    if (lifecycle === null || canFollow(lifecycle, reaction[key], state)) continue;
    references.report(
      'never-ends',
      [...path, key],
      `${quote(reaction[key])} is not possible after ${quote(event.name)}`,
      `Let it start from ${quote(state ?? lifecycle.initial)}.`,
    );
  }
  for (const [name, source] of Object.entries(reaction.send)) {
    const at = [...path, 'send', name];
    const from = references.aggregateField(context, aggregate, source, at);
    if (operation === undefined) continue;
    const target = references.field(
      operation.request,
      null,
      name,
      `The request of ${quote(operation.name)}`,
      at,
    );
    if (from !== null && target !== null) checkFit(references, from, target, at);
  }
  for (const field of operation?.request ?? []) {
    if (field.optional || Object.hasOwn(reaction.send, field.name)) continue;
    references.report(
      'missing-mapping',
      [...path, 'send'],
      `The request of ${quote(reaction.operation)} needs ${quote(field.name)}`,
      `Send a field of ${aggregate.name} as ${field.name}.`,
    );
  }
}

function checkFit(references: References, source: Field, target: Field, path: Path): void {
  const reason = misfit(source, target);
  if (reason === null) return;
  references.report(
    'type-mismatch',
    path,
    `${quote(source.name)} does not always fit ${quote(target.name)}: ${reason}`,
    'Give both the same type and constraints.',
  );
}

function checkRepeated(references: References, context: Context): void {
  const seen = new Set<string>();
  for (const consumption of context.consumes) {
    const key = JSON.stringify([consumption.on, consumption.reaction]);
    if (seen.has(key))
      references.report(
        'duplicate',
        references.at(consumption),
        `The reaction to ${quote(consumption.on.event)} is there twice`,
        'Keep one.',
      );
    seen.add(key);
  }
}

function checkReadModels(references: References, context: Context): void {
  const first = new Map<string, { readonly source: string; readonly shape: string }>();
  const seen = new Set<string>();
  for (const consumption of context.consumes) {
    const { reaction, on } = consumption;
    if (reaction.kind !== 'project') continue;
    const event = references.events.get(on.context)?.find(({ name }) => name === on.event);
    if (event === undefined) continue;
    const path = [...references.at(consumption), 'project'];
    const here = {
      source: `${on.context}.${event.aggregate}`,
      shape: JSON.stringify([reaction.plural, reaction.fields]),
    };
    const before = first.get(reaction.into) ?? here;
    first.set(reaction.into, before);
    if (before.source !== here.source) {
      references.report(
        'clash',
        [...path, 'into'],
        `${quote(reaction.into)} copies ${before.source} already, it cannot copy ${here.source} too`,
        'Project into a read model of its own.',
      );
    } else if (before.shape !== here.shape) {
      references.report(
        'clash',
        [...path, 'fields'],
        `${quote(reaction.into)} is projected with different fields`,
        'List the same fields and plural everywhere; one entry can name several events.',
      );
    }
    const key = `${reaction.into} ${event.type}`;
    if (seen.has(key) && before.shape !== here.shape)
      references.report(
        'duplicate',
        path,
        `${quote(on.event)} is projected into ${quote(reaction.into)} twice`,
        'Keep one.',
      );
    seen.add(key);
  }
}
