import { postgresName } from '../../../../blueprint/names.ts';
import type { FieldModel } from '../model.ts';
import { checksOf } from './checks.ts';

/** A column of an emitted table, with its two forms in TypeScript: as read and as written. */
export interface Column {
  readonly name: string;
  readonly sqlType: string;
  readonly nullable: boolean;
  readonly readType: string;
  readonly writeType: string;
  /** the value of the column, from the plain data in the variable named `from` */
  readonly write: (from: string) => string;
  readonly mutable: boolean;
}

/** A field as it is kept: one column, or two for money. */
export interface StoredField {
  readonly field: FieldModel;
  readonly columns: readonly Column[];
  /** CHECK conditions that mirror the field's constraints */
  readonly checks: readonly string[];
  /** the value of the field, from the row in the variable named `row` */
  readonly read: string;
}

const sqlTypes: Record<Exclude<FieldModel['kind'], 'money'>, string> = {
  string: 'text',
  text: 'text',
  email: 'text',
  url: 'text',
  enum: 'text',
  integer: 'bigint',
  decimal: 'numeric',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamptz(3)',
  uuid: 'uuid',
  ref: 'uuid',
  json: 'jsonb',
};

/** Blueprints whose fields would share a column are refused, so names need no telling apart here. */
export function storedField(field: FieldModel): StoredField {
  return field.kind === 'money'
    ? moneyField(field, postgresName(field.name, 'amount'), postgresName(field.name, 'currency'))
    : plainField(field, field.kind, postgresName(field.name));
}

function moneyField(field: FieldModel, amount: string, currency: string): StoredField {
  const { name, optional } = field;
  const type = optional ? 'string | null' : 'string';
  const part = (column: string, sqlType: string, member: string): Column => ({
    name: column,
    sqlType,
    nullable: optional,
    readType: type,
    writeType: type,
    write: (from) =>
      optional ? `${from}.${name}?.${member} ?? null` : `${from}.${name}.${member}`,
    mutable: !field.immutable,
  });
  const value = `{ amount: row.${amount}, currency: row.${currency} }`;
  return {
    field,
    checks: checksOf(field, amount, currency),
    columns: [part(amount, 'numeric', 'amount'), part(currency, 'char(3)', 'currency')],
    read: optional ? `row.${amount} === null || row.${currency} === null ? null : ${value}` : value,
  };
}

function plainField(field: FieldModel, kind: keyof typeof sqlTypes, column: string): StoredField {
  const { name, optional, dataType } = field;
  const orNull = optional ? ' | null' : '';
  // The driver would take an array for one of PostgreSQL's own.
  const json = kind === 'json';
  const write = (from: string): string => {
    const value = `${from}.${name}`;
    if (!json) return value;
    return optional
      ? `${value} === null ? null : JSON.stringify(${value})`
      : `JSON.stringify(${value})`;
  };
  return {
    field,
    checks: checksOf(field, column, column),
    columns: [
      {
        name: column,
        sqlType: sqlTypes[kind],
        nullable: optional,
        readType: dataType + orNull,
        writeType: (json ? 'string' : dataType) + orNull,
        write,
        mutable: !field.immutable,
      },
    ],
    read: `row.${column}`,
  };
}
