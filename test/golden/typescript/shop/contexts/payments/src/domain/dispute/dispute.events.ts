import type { DomainEvent } from '@packages/kernel';

import type { DisputeSnapshot } from './dispute.snapshot.ts';

/** What can happen to a dispute; the data is what it was like afterwards. */
export type DisputeEvent = DomainEvent<
  'Dispute',
  | 'DisputeCreated'
  | 'DisputeChanged'
  | 'DisputeRemoved'
  | 'DisputeContested'
  | 'DisputeWon'
  | 'DisputeLost',
  DisputeSnapshot
>;
