import type { Field, FieldType } from '../../../blueprint/model.ts';
import type { FieldModel } from './model.ts';
import { literal, namesOf } from './names.ts';

type Kind = FieldType['kind'];

/** The type of a field's value in snapshots, which are plain data. */
const dataTypes: Record<Exclude<Kind, 'enum'>, string> = {
  string: 'string',
  text: 'string',
  integer: 'number',
  decimal: 'string',
  money: 'MoneyData',
  boolean: 'boolean',
  date: 'string',
  timestamp: 'Date',
  uuid: 'string',
  email: 'string',
  url: 'string',
  ref: 'string',
  json: 'JsonValue',
};

const stateTypes: Partial<Record<Kind, string>> = { decimal: 'Decimal', money: 'Money' };

export function fieldModel(field: Field): FieldModel {
  const { type } = field;
  const dataType =
    type.kind === 'enum' ? type.values.map(literal).join(' | ') : dataTypes[type.kind];
  const patternSource = field.pattern === null ? null : new RegExp(field.pattern, 'u').source;
  return {
    ...field,
    names: namesOf(field.name),
    kind: type.kind,
    dataType,
    inputType: type.kind === 'timestamp' ? 'string' : dataType,
    stateType: stateTypes[type.kind] ?? dataType,
    values: type.kind === 'enum' ? type.values : [],
    patternSource,
    patternLiteral: patternSource === null ? null : `/${patternSource}/u`,
  };
}

/** A field of plain text that the model itself adds, such as a copied `status`. */
export function textField(name: string): FieldModel {
  return fieldModel({
    name,
    type: { kind: 'string' },
    optional: false,
    unique: false,
    immutable: false,
    minLength: null,
    maxLength: 255,
    pattern: null,
    min: null,
    max: null,
  });
}
