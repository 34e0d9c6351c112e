import { limits } from './draft.ts';
import { transitionEvent } from './events.ts';
import { listOf } from './list.ts';
import type { Aggregate, Lifecycle, Transition } from './model.ts';
import { pluralOf } from './names.ts';
import { normaliseField } from './normalise-field.ts';
import type { Notes } from './notes.ts';
import { quote, type Path } from './problem.ts';
import type { WrittenAggregate } from './schema.ts';

export function normaliseAggregate(
  notes: Notes,
  written: WrittenAggregate,
  context: string,
  path: Path,
): Aggregate {
  notes.checkName('aggregate', written.name, [...path, 'name'], 'aggregate');
  const plural = written.plural ?? pluralOf(written.name);
  if (written.plural !== undefined)
    notes.checkName('plural', plural, [...path, 'plural'], 'plural');
  const fields = written.fields ?? [];
  notes.atMost(
    limits.fieldsPerAggregate,
    fields,
    [...path, 'fields'],
    'fields',
    'Split the aggregate.',
  );
  const aggregate: Aggregate = {
    name: written.name,
    plural,
    description: notes.text(written.description, [...path, 'description']),
    fields: fields.map((field, i) =>
      notes.remember(normaliseField(field, context, [...path, 'fields', i], notes.report), [
        ...path,
        'fields',
        i,
      ]),
    ),
    lifecycle:
      written.lifecycle === undefined
        ? null
        : normaliseLifecycle(notes, written.lifecycle, written.name, [...path, 'lifecycle']),
  };
  return notes.remember(aggregate, path);
}

function normaliseLifecycle(
  notes: Notes,
  written: NonNullable<WrittenAggregate['lifecycle']>,
  aggregate: string,
  path: Path,
): Lifecycle {
  notes.checkLabel(written.initial, [...path, 'initial'], 'state');
  if (written.transitions.length === 0) {
    notes.report(
      'missing',
      [...path, 'transitions'],
      'A lifecycle needs at least one transition',
      'Add one, or leave the lifecycle out.',
    );
  }
  notes.atMost(
    limits.transitionsPerAggregate,
    written.transitions,
    [...path, 'transitions'],
    'transitions',
    'Split the aggregate.',
  );
  const transitions = written.transitions.map((transition, i): Transition => {
    const at = [...path, 'transitions', i];
    notes.checkName('transition', transition.name, [...at, 'name'], 'transition');
    if (transition.emits !== undefined)
      notes.checkName('event', transition.emits, [...at, 'emits'], 'event');
    const from = listOf(transition.from).map((state) => state.normalize('NFC'));
    if (from.length === 0)
      notes.report(
        'missing',
        [...at, 'from'],
        `The transition ${quote(transition.name)} starts from no state`,
        'Name at least one.',
      );
    for (const [index, state] of from.entries()) {
      notes.checkLabel(state, [...at, 'from'], 'state');
      if (from.indexOf(state) !== index)
        notes.report(
          'duplicate',
          [...at, 'from'],
          `The state ${quote(state)} is there twice`,
          'Keep one.',
        );
    }
    notes.checkLabel(transition.to, [...at, 'to'], 'state');
    const to = transition.to.normalize('NFC');
    return notes.remember(
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
  return notes.remember({ initial, states, transitions }, path);
}
