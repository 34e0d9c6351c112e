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

/** Columns every PostgreSQL table already has, and those every table here has. */
const takenColumns = ['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'];

/** The fields with columns whose names are distinct, also from the names already taken. */
export function storedFields(
  fields: readonly FieldModel[],
  intrinsic: readonly string[],
): StoredField[] {
  const taken = new Set([...takenColumns, ...intrinsic]);
  return fields.map((field) => {
    const names = columnNames(field, taken);
    for (const name of names) taken.add(name);
    return stored(field, names);
  });
}

function columnNames(field: FieldModel, taken: ReadonlySet<string>): readonly string[] {
  const suffixes = field.kind === 'money' ? ['amount', 'currency'] : [''];
  for (let attempt = 1; ; attempt += 1) {
    const stem = attempt === 1 ? field.name : `${field.name}_${attempt}`;
    const names = suffixes.map((suffix) =>
      suffix === '' ? postgresName(stem) : postgresName(stem, suffix),
    );
    if (names.every((name) => !taken.has(name))) return names;
  }
}

function stored(field: FieldModel, names: readonly string[]): StoredField {
  const [first = '', second = ''] = names;
  const common = { nullable: field.optional, mutable: !field.immutable };
  const checks = checksOf(field, first, second);
  const orNull = field.optional ? ' | null' : '';

  if (field.kind === 'money') {
    const part = (name: string, sqlType: string, key: string): Column => ({
      ...common,
      name,
      sqlType,
      readType: `string${orNull}`,
      writeType: `string${orNull}`,
      write: (from) =>
        field.optional ? `${from}.${field.name}?.${key} ?? null` : `${from}.${field.name}.${key}`,
    });
    const value = `{ amount: row.${first}, currency: row.${second} }`;
    return {
      field,
      checks,
      columns: [part(first, 'numeric', 'amount'), part(second, 'char(3)', 'currency')],
      read: field.optional
        ? `row.${first} === null || row.${second} === null ? null : ${value}`
        : value,
    };
  }

  const json = field.kind === 'json';
  const column: Column = {
    ...common,
    name: first,
    sqlType: sqlTypes[field.kind],
    readType: `${field.dataType}${orNull}`,
    writeType: json ? `string${orNull}` : `${field.dataType}${orNull}`,
    write: (from) => {
      const value = `${from}.${field.name}`;
      if (!json) return value;
      const text = `JSON.stringify(${value})`;
      return field.optional ? `${value} === null ? null : ${text}` : text;
    },
  };
  return { field, columns: [column], checks, read: `row.${first}` };
}
