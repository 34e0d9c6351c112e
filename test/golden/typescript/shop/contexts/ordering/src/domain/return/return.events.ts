import type { DomainEvent } from '@packages/kernel';

import type { ReturnSnapshot } from './return.snapshot.ts';

/** What can happen to a return; the data is what it was like afterwards. */
export type ReturnEvent = DomainEvent<
  'Return',
  | 'ReturnCreated'
  | 'ReturnChanged'
  | 'ReturnRemoved'
  | 'ReturnReceived'
  | 'ReturnAccepted'
  | 'ReturnRefused'
  | 'ReturnWithdrawn',
  ReturnSnapshot
>;
