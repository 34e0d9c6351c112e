import { defaults, limits } from './draft.ts';
import type { EventReference, Saga } from './model.ts';
import type { Notes } from './notes.ts';
import { quote, type Path } from './problem.ts';
import type { WrittenSaga } from './schema.ts';

export function normaliseSaga(
  notes: Notes,
  written: WrittenSaga,
  context: string,
  path: Path,
): Saga {
  notes.checkName('saga', written.name, [...path, 'name'], 'saga');
  if (written.steps.length === 0)
    notes.report(
      'missing',
      [...path, 'steps'],
      `The saga ${quote(written.name)} has no steps`,
      'Add one.',
    );
  const steps = written.steps.map((step, i) => {
    const at = [...path, 'steps', i];
    notes.checkName('step', step.name, [...at, 'name'], 'step');
    notes.checkName('event', step.request, [...at, 'request'], 'event');
    notes.checkFieldNames(step.send, [...at, 'send']);
    if (step.compensation !== undefined)
      notes.checkName('event', step.compensation, [...at, 'compensation'], 'event');
    return notes.remember(
      {
        name: step.name,
        request: step.request,
        send: { ...step.send },
        succeedsOn: readEvent(notes, step.succeedsOn, context, [...at, 'succeedsOn']),
        failsOn:
          step.failsOn === undefined
            ? null
            : readEvent(notes, step.failsOn, context, [...at, 'failsOn']),
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
    deadlineSeconds: readDeadline(notes, written.deadline, [...path, 'deadline']),
    steps,
    completes: written.completes,
    compensates: written.compensates,
  };
  return notes.remember(saga, path);
}

const secondsPer: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

function readDeadline(notes: Notes, written: number | string | undefined, path: Path): number {
  if (written === undefined) return defaults.deadlineSeconds;
  const [, digits = '', unit = 's'] = /^(\d{1,9})\s*([smhd]?)$/.exec(String(written)) ?? [];
  const seconds = Number(digits) * (secondsPer[unit] ?? 1);
  if (digits === '' || seconds < 1 || seconds > limits.deadlineSeconds) {
    notes.report(
      'invalid-value',
      path,
      `${quote(written)} is not a deadline`,
      'Write a time up to 366 days like 90s, 15m, 24h or 7d.',
    );
    return defaults.deadlineSeconds;
  }
  return seconds;
}

/** `ordering.OrderPlaced`; without the context, an own event. */
export function readEvent(notes: Notes, text: string, context: string, path: Path): EventReference {
  const match = /^(?:([a-z][a-z0-9-]*)\.)?([A-Z][A-Za-z0-9]*)$/.exec(text);
  if (match === null) {
    notes.report(
      'invalid-value',
      path,
      `${quote(text)} does not name an event`,
      'Write context.Event, e.g. ordering.OrderPlaced.',
    );
    return { context, event: text };
  }
  return notes.remember({ context: match[1] ?? context, event: match[2] ?? '' }, path);
}
