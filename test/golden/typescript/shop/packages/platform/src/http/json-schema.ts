import type { TSchema } from '@sinclair/typebox';

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * A copy as plain JSON Schema, in which every schema with an `$id` became what `named` makes of it.
 */
export function plainSchema(
  schema: TSchema,
  named: (name: string, schema: JsonSchema) => JsonSchema,
): JsonSchema {
  const copy = copyOf(schema);
  return isObject(copy) ? copy : {};

  function copyOf(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(copyOf);
    if (!isObject(value)) return value;
    const { $id: name, ...rest } = value;
    const members = Object.entries(rest).map(([key, member]) => [key, copyOf(member)] as const);
    const plain = Object.fromEntries(members);
    return typeof name === 'string' ? named(name, plain) : plain;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
