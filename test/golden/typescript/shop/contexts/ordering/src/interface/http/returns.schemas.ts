import {
  immutableFields,
  nullable,
  oneOf,
  Timestamp,
  Uuid,
  Version,
} from '@packages/platform/http';
import { Type, type Static } from '@sinclair/typebox';

import type { ReturnSnapshot } from '../../application/return/use-cases.ts';

export const returnSchema = Type.Object(
  {
    id: Uuid,
    orderId: Uuid,
    reason: oneOf(['damaged', 'wrong-item', 'changed-mind']),
    comment: nullable(Type.String({ maxLength: 2000 })),
    receivedAt: nullable(Timestamp),
    status: oneOf(['announced', 'received', 'accepted', 'refused', 'withdrawn']),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  {
    $id: 'ordering.Return',
    description: 'A delivered order that comes back.',
    additionalProperties: false,
  },
);

export const newReturnSchema = Type.Object(
  {
    orderId: Uuid,
    reason: oneOf(['damaged', 'wrong-item', 'changed-mind']),
    comment: Type.Optional(nullable(Type.String({ maxLength: 2000 }))),
    receivedAt: Type.Optional(nullable(Timestamp)),
  },
  { $id: 'ordering.Return.New', additionalProperties: false },
);

export const returnChangesSchema = Type.Object(
  {
    reason: Type.Optional(oneOf(['damaged', 'wrong-item', 'changed-mind'])),
    comment: Type.Optional(nullable(Type.String({ maxLength: 2000 }))),
    receivedAt: Type.Optional(nullable(Timestamp)),
  },
  {
    $id: 'ordering.Return.Changes',
    additionalProperties: false,
    [immutableFields]: ['id', 'orderId', 'status', 'version', 'createdAt', 'updatedAt'],
  },
);

export function returnDocument(snapshot: ReturnSnapshot): Static<typeof returnSchema> {
  return {
    id: snapshot.id,
    orderId: snapshot.orderId,
    reason: snapshot.reason,
    comment: snapshot.comment,
    receivedAt: snapshot.receivedAt?.toISOString() ?? null,
    status: snapshot.status,
    version: snapshot.version,
    createdAt: snapshot.createdAt.toISOString(),
    updatedAt: snapshot.updatedAt.toISOString(),
  };
}
