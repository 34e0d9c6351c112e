import { eventsOfAggregate } from './events.ts';
import { listOf } from './list.ts';
import type { Aggregate, Consumption, EventReference } from './model.ts';
import { pluralOf } from './names.ts';
import { readEvent } from './normalise-saga.ts';
import type { Notes } from './notes.ts';
import type { Path } from './problem.ts';
import type { WrittenConsumption } from './schema.ts';

export function normaliseConsumptions(
  notes: Notes,
  written: WrittenConsumption,
  context: string,
  own: readonly Aggregate[],
  path: Path,
): readonly Consumption[] {
  const reaction = normaliseReaction(notes, written, path);
  if (reaction === null) return [];
  const events = listOf(written.event);
  if (events.length === 0)
    notes.report(
      'missing',
      [...path, 'event'],
      'There is no event to react to',
      'Name at least one.',
    );
  return events.map((event, i) => {
    const at = Array.isArray(written.event) ? [...path, 'event', i] : [...path, 'event'];
    const on = readEvent(notes, event, context, at);
    return notes.remember({ on, reaction: withAggregate(reaction, on, context, own) }, path);
  });
}

function normaliseReaction(
  notes: Notes,
  written: WrittenConsumption,
  path: Path,
): Consumption['reaction'] | null {
  const kinds = (['apply', 'create', 'project', 'call'] as const).filter(
    (kind) => written[kind] !== undefined,
  );
  if (kinds.length !== 1) {
    notes.report(
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
    notes.checkName('read model', project.into, [...path, 'project', 'into'], 'read model');
    if (project.plural !== undefined)
      notes.checkName('plural', project.plural, [...path, 'project', 'plural'], 'plural');
    return {
      kind: 'project',
      into: project.into,
      plural: project.plural ?? pluralOf(project.into),
      fields: [...project.fields],
    };
  }
  if (call === undefined) return null;
  notes.checkFieldNames(call.send, [...path, 'call', 'send']);
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
