import type { ReturnEvent } from './return.events.ts';
import type { ReturnStatus } from './return.snapshot.ts';

export type ReturnTransition = 'receive' | 'accept' | 'refuse' | 'withdraw';

interface Step {
  readonly from: readonly ReturnStatus[];
  readonly to: ReturnStatus;
  readonly event: ReturnEvent['name'];
}

/** How a return gets from state to state, and what it tells of that. */
export const returnTransitions: Readonly<Record<ReturnTransition, Step>> = {
  receive: { from: ['announced'], to: 'received', event: 'ReturnReceived' },
  accept: { from: ['received'], to: 'accepted', event: 'ReturnAccepted' },
  refuse: { from: ['received'], to: 'refused', event: 'ReturnRefused' },
  withdraw: { from: ['announced'], to: 'withdrawn', event: 'ReturnWithdrawn' },
};
