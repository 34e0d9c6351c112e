import {
  allocationCreatedV1,
  allocationChangedV1,
  allocationRemovedV1,
  allocationConfirmedV1,
  allocationRejectedV1,
  allocationReleasedV1,
  type AllocationCreatedV1Data,
  type AllocationChangedV1Data,
  type AllocationRemovedV1Data,
  type AllocationConfirmedV1Data,
  type AllocationRejectedV1Data,
  type AllocationReleasedV1Data,
} from '../../contracts/index.ts';
import type { AllocationEvent } from '../../domain/allocation/allocation.events.ts';
import type { AllocationSnapshot } from '../../domain/allocation/allocation.snapshot.ts';

/** The contract under which an event of an allocation is told to other contexts. */
export function publishAllocationEvent({ name, data }: AllocationEvent) {
  switch (name) {
    case 'AllocationCreated':
      return { type: allocationCreatedV1, data: dataOf(data) satisfies AllocationCreatedV1Data };
    case 'AllocationChanged':
      return { type: allocationChangedV1, data: dataOf(data) satisfies AllocationChangedV1Data };
    case 'AllocationRemoved':
      return { type: allocationRemovedV1, data: dataOf(data) satisfies AllocationRemovedV1Data };
    case 'AllocationConfirmed':
      return {
        type: allocationConfirmedV1,
        data: dataOf(data) satisfies AllocationConfirmedV1Data,
      };
    case 'AllocationRejected':
      return { type: allocationRejectedV1, data: dataOf(data) satisfies AllocationRejectedV1Data };
    case 'AllocationReleased':
      return { type: allocationReleasedV1, data: dataOf(data) satisfies AllocationReleasedV1Data };
  }
}

function dataOf(snapshot: AllocationSnapshot) {
  return {
    id: snapshot.id,
    orderId: snapshot.orderId,
    productId: snapshot.productId,
    quantity: snapshot.quantity,
    status: snapshot.status,
    createdAt: snapshot.createdAt.toISOString(),
    updatedAt: snapshot.updatedAt.toISOString(),
    version: snapshot.version,
  };
}
