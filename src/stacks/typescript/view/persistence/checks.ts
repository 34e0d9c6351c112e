import type { FieldModel } from '../model.ts';

/** SQL conditions that a field's values meet. A null meets every CHECK, so optional needs no word. */
export function checksOf(field: FieldModel, column: string, currency: string): string[] {
  const name = quoted(column);
  switch (field.kind) {
    case 'string':
    case 'text':
    case 'email':
    case 'url':
      return bounds(`char_length(${name})`, field.minLength, field.maxLength);
    case 'integer':
    case 'decimal':
      return bounds(name, field.min, field.max);
    case 'money':
      return [
        ...bounds(name, field.min, field.max),
        `${quoted(currency)} ~ '^[A-Z]{3}$'`,
        ...(field.optional ? [`(${name} IS NULL) = (${quoted(currency)} IS NULL)`] : []),
      ];
    case 'enum':
      return [oneOf(column, field.values)];
    default:
      return [];
  }
}

export function oneOf(column: string, values: readonly string[]): string {
  return `${quoted(column)} IN (${values.map(sqlText).join(', ')})`;
}

export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** A backslash has no meaning of its own in a standard string. */
function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function bounds(
  expression: string,
  low: number | string | null,
  high: number | string | null,
): string[] {
  return [
    ...(low === null ? [] : [`${expression} >= ${low}`]),
    ...(high === null ? [] : [`${expression} <= ${high}`]),
  ];
}
