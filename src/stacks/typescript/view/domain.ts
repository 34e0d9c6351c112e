import type { Layer } from './layer.ts';
import type { AggregateModel, FieldModel } from './model.ts';
import { literal, variableOf } from './names.ts';

/** What the domain layer's templates print. */
export const domain: Layer = {
  name: 'domain',
  aggregate: (aggregate) => ({
    one: withArticle(aggregate.names.words),
    One: capitalised(withArticle(aggregate.names.words)),
    description: aggregate.description === null ? null : commentText(aggregate.description),
    nameLiteral: literal(aggregate.name),
    createdEvent: literal(`${aggregate.name}Created`),
    changedEvent: literal(`${aggregate.name}Changed`),
    removedEvent: literal(`${aggregate.name}Removed`),
    shapeName: `${aggregate.property}Details`,
    fields: aggregate.fields.map(fieldView),
    immutable: aggregate.fields
      .filter((field) => field.immutable)
      .map((field) => literal(field.name)),
    shapeImports: shapeImports(aggregate),
    detailsTypes: importedTypes(
      aggregate.fields.flatMap((field) => [field.stateType, field.inputType]),
      ['Decimal', 'JsonValue', 'Money', 'MoneyData'],
    ),
    snapshotTypes: importedTypes(
      aggregate.fields.map((field) => field.dataType),
      ['MoneyData', 'JsonValue'],
    ),
    kernelImports: kernelImports(aggregate),
    converted: aggregate.fields.filter(isConverted).map(conversionView),
    states: aggregate.lifecycle?.states.map(literal) ?? [],
    initial: aggregate.lifecycle === null ? null : literal(aggregate.lifecycle.initial),
    events: aggregate.events.map((event) => literal(event.name)),
    transitions: aggregate.transitions.map((transition) => ({
      method: transition.method,
      key: transition.name,
      name: literal(transition.name),
      from: transition.from.map(literal),
      to: literal(transition.to),
      event: literal(transition.event.name),
    })),
    lookups: aggregate.lookups.map((field) => ({
      method: lookupOf(field),
      parameter: lookupParameter(field),
      type: field.inputType,
    })),
  }),
};

/** The repository's method that finds aggregates by a field, e.g. `idsByProductId`. */
export function lookupOf(field: FieldModel): string {
  return `idsBy${field.names.pascal}`;
}

export function lookupParameter(field: FieldModel): string {
  return variableOf(field.name, 'Value');
}

export function withArticle(words: string): string {
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Free text as it may stand in a comment. */
export function commentText(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('*/', '* /').trim();
}

function fieldView(field: FieldModel): object {
  const nullable = field.optional ? ' | null' : '';
  return {
    name: field.name,
    parser: `${field.optional ? 'optional' : 'required'}(${parserOf(field)})`,
    stateType: field.stateType + nullable,
    dataType: field.dataType + nullable,
    inputType: field.inputType + nullable,
    inputMark: field.optional ? '?' : '',
  };
}

const textKinds = new Set(['string', 'text', 'email', 'url']);

function parserOf(field: FieldModel): string {
  return `${parserName(field)}(${parserArguments(field)})`;
}

function parserName({ kind }: FieldModel): string {
  switch (kind) {
    case 'string':
    case 'text':
      return 'text';
    case 'enum':
      return 'oneOf';
    case 'ref':
      return 'uuid';
    default:
      return kind;
  }
}

function parserArguments(field: FieldModel): string {
  if (field.kind === 'enum') return `[${field.values.map(literal).join(', ')}]`;
  const constraints = textKinds.has(field.kind)
    ? { minLength: field.minLength, maxLength: field.maxLength, pattern: field.patternLiteral }
    : { min: boundOf(field, field.min), max: boundOf(field, field.max) };
  const members = Object.entries(constraints).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  );
  return members.length === 0 ? '' : `{ ${members.join(', ')} }`;
}

function boundOf(field: FieldModel, bound: number | string | null): string | null {
  if (bound === null) return null;
  return field.kind === 'integer' ? String(bound) : literal(String(bound));
}

function shapeImports(aggregate: AggregateModel): string[] {
  const names = aggregate.fields.flatMap((field) => [
    parserName(field),
    field.optional ? 'optional' : 'required',
  ]);
  return [...new Set([...names, 'shape'])].sort();
}

/** What the aggregate's class takes from the kernel, values before types. */
function kernelImports(aggregate: AggregateModel): string[] {
  const steps = aggregate.transitions.length > 0;
  const valueObjects = importedTypes(
    aggregate.fields.map((field) => field.stateType),
    ['Decimal', 'Money'],
  );
  const types = [
    'Origin',
    'Parsed',
    'Unvalidated',
    ...(steps ? ['Result', 'TransitionNotAllowed'] : []),
  ];
  return [
    ...valueObjects,
    ...(steps ? ['err'] : []),
    'ok',
    ...types.sort().map((type) => `type ${type}`),
  ];
}

/** Those of the given types that the fields use. */
function importedTypes(used: readonly string[], importable: readonly string[]): string[] {
  return importable.filter((type) => used.includes(type)).sort();
}

function isConverted(field: FieldModel): boolean {
  return field.kind === 'money' || field.kind === 'decimal';
}

/** How a value object of the state becomes data and comes back. */
function conversionView(field: FieldModel): object {
  const toData = field.kind === 'money' ? 'toData' : 'toString';
  return {
    name: field.name,
    toState: guarded(
      field,
      `snapshot.${field.name}`,
      `${field.stateType}.of(snapshot.${field.name})`,
    ),
    toData: field.optional
      ? `this.#state.${field.name}?.${toData}() ?? null`
      : `this.#state.${field.name}.${toData}()`,
  };
}

function guarded(field: FieldModel, value: string, conversion: string): string {
  return field.optional ? `${value} === null ? null : ${conversion}` : conversion;
}
