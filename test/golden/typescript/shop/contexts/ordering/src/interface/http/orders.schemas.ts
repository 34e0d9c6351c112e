import {
  CalendarDate,
  immutableFields,
  integer,
  money,
  moneyChange,
  nullable,
  oneOf,
  Timestamp,
  Uuid,
  Version,
} from '@packages/platform/http';
import { Type, type Static } from '@sinclair/typebox';

import type { OrderSnapshot } from '../../application/order/use-cases.ts';

export const orderSchema = Type.Object(
  {
    id: Uuid,
    productId: Uuid,
    quantity: integer({ minimum: 1, maximum: 1000 }),
    total: money,
    customerEmail: Type.String({ format: 'email', maxLength: 254 }),
    channel: oneOf(['web', 'app', 'phone']),
    deliverBy: nullable(CalendarDate),
    gift: Type.Boolean(),
    note: nullable(Type.String({ maxLength: 2000 })),
    status: oneOf(['draft', 'placed', 'confirmed', 'shipped', 'delivered', 'cancelled']),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  {
    $id: 'ordering.Order',
    description: "A customer's wish for a product, binding once it is placed.",
    additionalProperties: false,
  },
);

export const newOrderSchema = Type.Object(
  {
    productId: Uuid,
    quantity: integer({ minimum: 1, maximum: 1000 }),
    total: money,
    customerEmail: Type.String({ format: 'email', maxLength: 254 }),
    channel: oneOf(['web', 'app', 'phone']),
    deliverBy: Type.Optional(nullable(CalendarDate)),
    gift: Type.Boolean(),
    note: Type.Optional(nullable(Type.String({ maxLength: 2000 }))),
  },
  { $id: 'ordering.Order.New', additionalProperties: false },
);

export const orderChangesSchema = Type.Object(
  {
    quantity: Type.Optional(integer({ minimum: 1, maximum: 1000 })),
    total: Type.Optional(moneyChange),
    customerEmail: Type.Optional(Type.String({ format: 'email', maxLength: 254 })),
    deliverBy: Type.Optional(nullable(CalendarDate)),
    gift: Type.Optional(Type.Boolean()),
    note: Type.Optional(nullable(Type.String({ maxLength: 2000 }))),
  },
  {
    $id: 'ordering.Order.Changes',
    additionalProperties: false,
    [immutableFields]: [
      'id',
      'productId',
      'channel',
      'status',
      'version',
      'createdAt',
      'updatedAt',
    ],
  },
);

export function orderDocument(snapshot: OrderSnapshot): Static<typeof orderSchema> {
  return {
    id: snapshot.id,
    productId: snapshot.productId,
    quantity: snapshot.quantity,
    total: snapshot.total,
    customerEmail: snapshot.customerEmail,
    channel: snapshot.channel,
    deliverBy: snapshot.deliverBy,
    gift: snapshot.gift,
    note: snapshot.note,
    status: snapshot.status,
    version: snapshot.version,
    createdAt: snapshot.createdAt.toISOString(),
    updatedAt: snapshot.updatedAt.toISOString(),
  };
}
