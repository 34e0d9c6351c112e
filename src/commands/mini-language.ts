import type { WrittenAggregate, WrittenField } from '../blueprint/schema.ts';

/** Written aggregates in the form that `--aggregate` and `--transition` read. */

/** `Order[plural=orders](customerId:uuid, sku:string[maxLength=40,unique])` */
export function aggregateLine(aggregate: WrittenAggregate): string {
  const plural = aggregate.plural === undefined ? '' : `[plural=${aggregate.plural}]`;
  return `${aggregate.name}${plural}(${(aggregate.fields ?? []).map(fieldText).join(', ')})`;
}

type WrittenTransition = NonNullable<WrittenAggregate['lifecycle']>['transitions'][number];

/** `place: draft|paused -> placed emits OrderPlaced` */
export function transitionLine(transition: WrittenTransition): string {
  const from = [transition.from].flat().map(stateText).join('|');
  const emits = transition.emits === undefined ? '' : ` emits ${transition.emits}`;
  return `${transition.name}: ${from} -> ${stateText(transition.to)}${emits}`;
}

export function transitionLines(aggregate: WrittenAggregate): readonly string[] {
  return (aggregate.lifecycle?.transitions ?? []).map(transitionLine);
}

/** Parts a line of several transitions at commas and semicolons outside of quotes. */
export function splitTransitions(text: string): readonly string[] {
  return (text.match(/(?:"(?:[^"\\]|\\.)*"|[^,;"])+/g) ?? [])
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** What a field may carry besides its name and type; the order is that of the printed form. */
export const constraints = [
  'unique',
  'immutable',
  'minLength',
  'maxLength',
  'pattern',
  'min',
  'max',
] as const;

function fieldText(field: WrittenField): string {
  const said = constraints.flatMap((key) => {
    const value = field[key];
    if (value === undefined || value === false) return [];
    if (value === true) return [key];
    return [`${key}=${typeof value === 'number' ? value : valueText(value)}`];
  });
  return `${field.name}:${typeText(field)}${said.length === 0 ? '' : `[${said.join(',')}]`}`;
}

function typeText({ type, values }: WrittenField): string {
  const enumeration = /^\s*enum\s*(\?)?\s*$/.exec(type);
  return enumeration === null || values === undefined
    ? type
    : `enum(${values.join('|')})${enumeration[1] ?? ''}`;
}

function valueText(value: string): string {
  return /^[^\s,[\]"]+$/.test(value) ? value : quoted(value);
}

function stateText(state: string): string {
  return /^[\w-]+$/.test(state) ? state : quoted(state);
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
