import { immutableFields, integer, oneOf, Timestamp, Uuid, Version } from '@packages/platform/http';
import { Type, type Static } from '@sinclair/typebox';

import type { AllocationSnapshot } from '../../application/allocation/use-cases.ts';

export const allocationSchema = Type.Object(
  {
    id: Uuid,
    orderId: Uuid,
    productId: Uuid,
    quantity: integer({ minimum: 1, maximum: 1000 }),
    status: oneOf(['requested', 'confirmed', 'rejected', 'released']),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  {
    $id: 'catalog.Allocation',
    description: 'Stock that the warehouse sets aside for an order.',
    additionalProperties: false,
  },
);

export const newAllocationSchema = Type.Object(
  {
    orderId: Uuid,
    productId: Uuid,
    quantity: integer({ minimum: 1, maximum: 1000 }),
  },
  { $id: 'catalog.Allocation.New', additionalProperties: false },
);

export const allocationChangesSchema = Type.Object(
  {},
  {
    $id: 'catalog.Allocation.Changes',
    additionalProperties: false,
    [immutableFields]: [
      'id',
      'orderId',
      'productId',
      'quantity',
      'status',
      'version',
      'createdAt',
      'updatedAt',
    ],
  },
);

export function allocationDocument(snapshot: AllocationSnapshot): Static<typeof allocationSchema> {
  return {
    id: snapshot.id,
    orderId: snapshot.orderId,
    productId: snapshot.productId,
    quantity: snapshot.quantity,
    status: snapshot.status,
    version: snapshot.version,
    createdAt: snapshot.createdAt.toISOString(),
    updatedAt: snapshot.updatedAt.toISOString(),
  };
}
