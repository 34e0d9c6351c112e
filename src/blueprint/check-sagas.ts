import { canFollow, stateAfter } from './check-lifecycles.ts';
import { comparable } from './compatible.ts';
import { idField } from './events.ts';
import type { Aggregate, Context, EventReference, Saga } from './model.ts';
import { quote, suggest, type Path } from './problem.ts';
import type { References } from './references.ts';

/** A saga starts, is answered and ends. */
export function checkSaga(references: References, context: Context, saga: Saga): void {
  const path = references.at(saga);
  const aggregate = references.aggregate(context, saga.aggregate, [...path, 'aggregate']);
  if (aggregate === null) return;
  const rival = context.sagas.find(
    (other) =>
      other !== saga && other.aggregate === saga.aggregate && other.startsOn === saga.startsOn,
  );
  if (rival !== undefined && context.sagas.indexOf(rival) < context.sagas.indexOf(saga)) {
    references.report(
      'clash',
      [...path, 'startsOn'],
      `${quote(rival.name)} starts on ${quote(saga.startsOn)} too`,
      'Make one saga of both.',
    );
  }
  references.transition(aggregate, saga.completes, [...path, 'completes']);
  references.transition(aggregate, saga.compensates, [...path, 'compensates']);
  checkSagaStart(references, context, saga, aggregate, path);
  for (const step of saga.steps) {
    const at = references.at(step);
    for (const [name, source] of Object.entries(step.send)) {
      if (name === 'sagaId' || name === 'id')
        references.report(
          'reserved-name',
          [...at, 'send', name],
          `Every request carries ${quote(name)} already`,
          'Give it another name.',
        );
      references.aggregateField(context, aggregate, source, [...at, 'send', name]);
    }
    checkAnswer(references, context, saga, step.succeedsOn, step.key, [...at, 'succeedsOn']);
    if (step.failsOn !== null)
      checkAnswer(references, context, saga, step.failsOn, step.key, [...at, 'failsOn']);
    for (const [key, event] of [
      ['request', step.request],
      ['compensation', step.compensation],
    ] as const) {
      if (event === null || isHeard(references, context.name, event)) continue;
      references.report(
        'never-ends',
        [...at, key],
        `No context reacts to ${quote(event)}`,
        `Let the context that does the work consume ${context.name}.${event}.`,
      );
    }
  }
}

function checkSagaStart(
  references: References,
  context: Context,
  saga: Saga,
  aggregate: Aggregate,
  path: Path,
): void {
  const events = (references.events.get(context.name) ?? []).filter(
    (event) =>
      event.aggregate === aggregate.name &&
      !event.cause.startsWith('saga-') &&
      event.cause !== 'remove',
  );
  const start = events.find(({ name }) => name === saga.startsOn);
  if (start === undefined) {
    references.report(
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
  if (lifecycle === null) return;
  const state = stateAfter(lifecycle, start);
  for (const key of ['completes', 'compensates'] as const) {
    if (canFollow(lifecycle, saga[key], state)) continue;
    references.report(
      'never-ends',
      [...path, key],
      `${quote(saga[key])} is not possible after ${quote(saga.startsOn)}`,
      `Let it start from ${quote(state ?? lifecycle.initial)}.`,
    );
  }
}

function checkAnswer(
  references: References,
  context: Context,
  saga: Saga,
  reference: EventReference,
  key: string,
  path: Path,
): void {
  const event = references.event(reference, path);
  if (event === null) return;
  const field = references.eventField(event, key, [...path.slice(0, -1), 'key']);
  if (field === null || comparable(field.type, idField(context.name, saga.aggregate).type)) return;
  references.report(
    'type-mismatch',
    [...path.slice(0, -1), 'key'],
    `${quote(key)} of ${event.name} does not hold the id of ${quote(saga.aggregate)}`,
    `Make it ref(${context.name}.${saga.aggregate}) or uuid.`,
  );
}

function isHeard(references: References, context: string, event: string): boolean {
  return references.draft.contexts.some(({ consumes }) =>
    consumes.some(({ on }) => on.context === context && on.event === event),
  );
}
