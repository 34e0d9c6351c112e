import type { FieldModel } from '../model.ts';
import { literal } from '../names.ts';

/** The schema of a field in what is answered: always there, null where an optional field is absent. */
export function documentSchema(field: FieldModel): string {
  return orNull(field, valueSchema(field, 'money'));
}

/** The schema of a field in what creates an aggregate. */
export function inputSchema(field: FieldModel): string {
  const schema = orNull(field, valueSchema(field, 'money'));
  return field.optional ? `Type.Optional(${schema})` : schema;
}

/** The schema of a field in a merge patch, which names only what changes. */
export function changeSchema(field: FieldModel): string {
  return `Type.Optional(${orNull(field, valueSchema(field, 'moneyChange'))})`;
}

const lent = [
  'AnyJson',
  'CalendarDate',
  'decimalText',
  'immutableFields',
  'integer',
  'money',
  'moneyChange',
  'nullable',
  'oneOf',
  'Timestamp',
  'Uuid',
  'Version',
];

/** What the schemas use of the platform's. */
export function schemaImports(schemas: readonly string[]): string[] {
  const used = new Set(schemas.join(' ').match(/\w+/g));
  return lent.filter((name) => used.has(name));
}

function orNull({ optional, kind }: FieldModel, schema: string): string {
  return optional && kind !== 'json' ? `nullable(${schema})` : schema;
}

function valueSchema(field: FieldModel, money: string): string {
  switch (field.kind) {
    case 'string':
    case 'text':
      return `Type.String(${options(lengths(field))})`;
    case 'email':
      return `Type.String(${options({ format: 'email', ...lengths(field) })})`;
    case 'url':
      return `Type.String(${options({ format: 'uri', ...lengths(field) })})`;
    case 'integer':
      return `integer(${options({ minimum: field.min, maximum: field.max })})`;
    case 'decimal':
      return `decimalText(${options({ description: rangeText(field) })})`;
    case 'money':
      return money;
    case 'boolean':
      return 'Type.Boolean()';
    case 'date':
      return 'CalendarDate';
    case 'timestamp':
      return 'Timestamp';
    case 'uuid':
    case 'ref':
      return 'Uuid';
    case 'enum':
      return `oneOf([${field.values.map(literal).join(', ')}])`;
    case 'json':
      return 'AnyJson';
  }
}

function lengths({ minLength, maxLength, pattern }: FieldModel) {
  return { minLength, maxLength, pattern };
}

/** JSON Schema has no words for bounds of a number that is text. */
function rangeText({ min, max }: FieldModel): string | null {
  if (min === null && max === null) return null;
  if (max === null) return `At least ${min}.`;
  return min === null ? `At most ${max}.` : `From ${min} to ${max}.`;
}

function options(members: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(members).filter(([, value]) => value !== null);
  if (given.length === 0) return '';
  return `{ ${given.map(([name, value]) => `${name}: ${literal(value)}`).join(', ')} }`;
}
