import type { AggregateModel, EventModel, FieldModel } from '../model.ts';
import { literal } from '../names.ts';
import { acceptedValues } from '../samples.ts';

export const eventId = '01890a5d-ac96-774b-bcce-b302099a8057';

export interface Member {
  readonly name: string;
  readonly value: string;
}

/** How many examples of an aggregate its tests may use at once, which unique fields bound. */
export function exampleCount(aggregate: AggregateModel): number {
  return Math.min(
    3,
    ...aggregate.fields.map((field) => {
      const values = acceptedValues(field).length;
      return field.unique || values === 0 ? values : 3;
    }),
  );
}

/** The n-th example value: different ones where the field is unique, and where there are several. */
export function exampleAt(field: FieldModel, index: number): unknown {
  const values = acceptedValues(field);
  return values[index % values.length];
}

export function snapshotValue(field: FieldModel): string {
  const value = literal(exampleAt(field, 0));
  return field.kind === 'timestamp' ? `new Date(${value})` : value;
}

export function eventExample(
  event: EventModel,
  overrides: ReadonlyMap<string, unknown>,
): readonly Member[] | null {
  const members = event.payload.map(({ name, field }) => {
    if (overrides.has(name)) return { name, value: literal(overrides.get(name)) };
    const value = field === null ? intrinsicExample(event, name) : acceptedValues(field)[0];
    return value === undefined ? null : { name, value: literal(value) };
  });
  return members.every((member) => member !== null) ? members : null;
}

function intrinsicExample(event: EventModel, name: string): unknown {
  switch (name) {
    case 'version':
      return 2;
    case 'status':
      return event.aggregate.lifecycle?.initial;
    case 'createdAt':
    case 'updatedAt':
      return '2026-01-15T09:30:00.000Z';
    default:
      return eventId;
  }
}
