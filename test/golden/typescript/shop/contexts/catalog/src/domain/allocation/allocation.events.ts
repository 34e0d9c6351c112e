import type { DomainEvent } from '@packages/kernel';

import type { AllocationSnapshot } from './allocation.snapshot.ts';

/** What can happen to an allocation; the data is what it was like afterwards. */
export type AllocationEvent = DomainEvent<
  'Allocation',
  | 'AllocationCreated'
  | 'AllocationChanged'
  | 'AllocationRemoved'
  | 'AllocationConfirmed'
  | 'AllocationRejected'
  | 'AllocationReleased',
  AllocationSnapshot
>;
