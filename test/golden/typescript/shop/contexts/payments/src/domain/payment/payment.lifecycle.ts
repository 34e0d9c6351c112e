import type { PaymentEvent } from './payment.events.ts';
import type { PaymentStatus } from './payment.snapshot.ts';

export type PaymentTransition =
  | 'capture'
  | 'decline'
  | 'cancel'
  | 'requestRefund'
  | 'retryRefund'
  | 'refund'
  | 'failRefund';

interface Step {
  readonly from: readonly PaymentStatus[];
  readonly to: PaymentStatus;
  readonly event: PaymentEvent['name'];
}

/** How a payment gets from state to state, and what it tells of that. */
export const paymentTransitions: Readonly<Record<PaymentTransition, Step>> = {
  capture: { from: ['requested'], to: 'captured', event: 'PaymentCaptured' },
  decline: { from: ['requested'], to: 'declined', event: 'PaymentDeclined' },
  cancel: { from: ['requested'], to: 'cancelled', event: 'PaymentCancelled' },
  requestRefund: { from: ['captured'], to: 'refund-pending', event: 'PaymentRefundRequested' },
  retryRefund: { from: ['refund-failed'], to: 'refund-pending', event: 'PaymentRefundRetried' },
  refund: { from: ['refund-pending'], to: 'refunded', event: 'PaymentRefunded' },
  failRefund: { from: ['refund-pending'], to: 'refund-failed', event: 'PaymentRefundFailed' },
};
