import {
  returnCreatedV1,
  returnChangedV1,
  returnRemovedV1,
  returnReceivedV1,
  returnAcceptedV1,
  returnRefusedV1,
  returnWithdrawnV1,
  type ReturnCreatedV1Data,
  type ReturnChangedV1Data,
  type ReturnRemovedV1Data,
  type ReturnReceivedV1Data,
  type ReturnAcceptedV1Data,
  type ReturnRefusedV1Data,
  type ReturnWithdrawnV1Data,
} from '../../contracts/index.ts';
import type { ReturnEvent } from '../../domain/return/return.events.ts';
import type { ReturnSnapshot } from '../../domain/return/return.snapshot.ts';

/** The contract under which an event of a return is told to other contexts. */
export function publishReturnEvent({ name, data }: ReturnEvent) {
  switch (name) {
    case 'ReturnCreated':
      return { type: returnCreatedV1, data: dataOf(data) satisfies ReturnCreatedV1Data };
    case 'ReturnChanged':
      return { type: returnChangedV1, data: dataOf(data) satisfies ReturnChangedV1Data };
    case 'ReturnRemoved':
      return { type: returnRemovedV1, data: dataOf(data) satisfies ReturnRemovedV1Data };
    case 'ReturnReceived':
      return { type: returnReceivedV1, data: dataOf(data) satisfies ReturnReceivedV1Data };
    case 'ReturnAccepted':
      return { type: returnAcceptedV1, data: dataOf(data) satisfies ReturnAcceptedV1Data };
    case 'ReturnRefused':
      return { type: returnRefusedV1, data: dataOf(data) satisfies ReturnRefusedV1Data };
    case 'ReturnWithdrawn':
      return { type: returnWithdrawnV1, data: dataOf(data) satisfies ReturnWithdrawnV1Data };
  }
}

function dataOf(snapshot: ReturnSnapshot) {
  return {
    id: snapshot.id,
    orderId: snapshot.orderId,
    reason: snapshot.reason,
    comment: snapshot.comment,
    receivedAt: snapshot.receivedAt?.toISOString() ?? null,
    status: snapshot.status,
    createdAt: snapshot.createdAt.toISOString(),
    updatedAt: snapshot.updatedAt.toISOString(),
    version: snapshot.version,
  };
}
