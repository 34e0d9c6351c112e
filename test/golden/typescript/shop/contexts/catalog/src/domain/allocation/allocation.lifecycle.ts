import type { AllocationEvent } from './allocation.events.ts';
import type { AllocationStatus } from './allocation.snapshot.ts';

export type AllocationTransition = 'confirm' | 'reject' | 'release';

interface Step {
  readonly from: readonly AllocationStatus[];
  readonly to: AllocationStatus;
  readonly event: AllocationEvent['name'];
}

/** How an allocation gets from state to state, and what it tells of that. */
export const allocationTransitions: Readonly<Record<AllocationTransition, Step>> = {
  confirm: { from: ['requested'], to: 'confirmed', event: 'AllocationConfirmed' },
  reject: { from: ['requested'], to: 'rejected', event: 'AllocationRejected' },
  release: { from: ['requested', 'confirmed'], to: 'released', event: 'AllocationReleased' },
};
