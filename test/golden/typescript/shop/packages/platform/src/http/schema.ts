import type { JsonValue } from '@packages/kernel';
import {
  Type,
  type SchemaOptions,
  type Static,
  type TSchema,
  type TUnsafe,
} from '@sinclair/typebox';

// What JSON Schema says of the kinds of values that the kernel knows. Elysia's own `t` is not used:
// its integers also take strings, and its nullable types are not JSON Schema.

export const Uuid = Type.String({ format: 'uuid' });
export const Timestamp = Type.String({ format: 'date-time' });
export const CalendarDate = Type.String({ format: 'date' });
export const Version = Type.Integer({ minimum: 1 });
export const AnyJson = Type.Unsafe<JsonValue>({});

export const integer = ({
  minimum = Number.MIN_SAFE_INTEGER,
  maximum = Number.MAX_SAFE_INTEGER,
}: { readonly minimum?: number; readonly maximum?: number } = {}) =>
  Type.Integer({ minimum, maximum });

/** A decimal number, as text so that no digit is lost. */
export const decimalText = (options: SchemaOptions = {}) =>
  Type.String({ description: 'A decimal number.', ...options, format: 'decimal' });

const moneyMembers = {
  amount: decimalText(),
  currency: Type.String({ description: 'ISO 4217' }),
};

export const money = Type.Object(moneyMembers, { $id: 'Money', additionalProperties: false });

/** In a merge patch either member may stay as it is. */
export const moneyChange = Type.Partial(Type.Object(moneyMembers), {
  $id: 'MoneyChange',
  additionalProperties: false,
});

export const oneOf = <const Value extends string>(values: readonly Value[]): TUnsafe<Value> =>
  Type.Unsafe<Value>({ type: 'string', enum: values });

/** The same, or null. */
export function nullable<Schema extends TSchema>(schema: Schema): TUnsafe<Static<Schema> | null> {
  const { $id: _, type, enum: values, ...rest } = schema;
  return Type.Unsafe<Static<Schema> | null>({
    ...rest,
    type: [type, 'null'],
    ...(Array.isArray(values) ? { enum: [...values, null] } : {}),
  });
}

/** A page of a collection. */
export const pageOf = <Schema extends TSchema>(item: Schema) =>
  Type.Object(
    { items: Type.Array(item), nextCursor: nullable(Type.String()) },
    { additionalProperties: false },
  );
