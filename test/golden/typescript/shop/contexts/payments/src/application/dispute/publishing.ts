import {
  disputeCreatedV1,
  disputeChangedV1,
  disputeRemovedV1,
  disputeContestedV1,
  disputeWonV1,
  disputeLostV1,
  type DisputeCreatedV1Data,
  type DisputeChangedV1Data,
  type DisputeRemovedV1Data,
  type DisputeContestedV1Data,
  type DisputeWonV1Data,
  type DisputeLostV1Data,
} from '../../contracts/index.ts';
import type { DisputeEvent } from '../../domain/dispute/dispute.events.ts';
import type { DisputeSnapshot } from '../../domain/dispute/dispute.snapshot.ts';

/** The contract under which an event of a dispute is told to other contexts. */
export function publishDisputeEvent({ name, data }: DisputeEvent) {
  switch (name) {
    case 'DisputeCreated':
      return { type: disputeCreatedV1, data: dataOf(data) satisfies DisputeCreatedV1Data };
    case 'DisputeChanged':
      return { type: disputeChangedV1, data: dataOf(data) satisfies DisputeChangedV1Data };
    case 'DisputeRemoved':
      return { type: disputeRemovedV1, data: dataOf(data) satisfies DisputeRemovedV1Data };
    case 'DisputeContested':
      return { type: disputeContestedV1, data: dataOf(data) satisfies DisputeContestedV1Data };
    case 'DisputeWon':
      return { type: disputeWonV1, data: dataOf(data) satisfies DisputeWonV1Data };
    case 'DisputeLost':
      return { type: disputeLostV1, data: dataOf(data) satisfies DisputeLostV1Data };
  }
}

function dataOf(snapshot: DisputeSnapshot) {
  return {
    id: snapshot.id,
    paymentId: snapshot.paymentId,
    caseNumber: snapshot.caseNumber,
    amount: snapshot.amount,
    respondBy: snapshot.respondBy,
    status: snapshot.status,
    createdAt: snapshot.createdAt.toISOString(),
    updatedAt: snapshot.updatedAt.toISOString(),
    version: snapshot.version,
  };
}
