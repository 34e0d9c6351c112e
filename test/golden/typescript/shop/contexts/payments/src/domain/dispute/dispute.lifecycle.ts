import type { DisputeEvent } from './dispute.events.ts';
import type { DisputeStatus } from './dispute.snapshot.ts';

export type DisputeTransition = 'contest' | 'win' | 'lose';

interface Step {
  readonly from: readonly DisputeStatus[];
  readonly to: DisputeStatus;
  readonly event: DisputeEvent['name'];
}

/** How a dispute gets from state to state, and what it tells of that. */
export const disputeTransitions: Readonly<Record<DisputeTransition, Step>> = {
  contest: { from: ['opened'], to: 'contested', event: 'DisputeContested' },
  win: { from: ['contested'], to: 'won', event: 'DisputeWon' },
  lose: { from: ['opened', 'contested'], to: 'lost', event: 'DisputeLost' },
};
