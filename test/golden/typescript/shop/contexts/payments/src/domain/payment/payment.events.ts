import type { DomainEvent } from '@packages/kernel';

import type { PaymentSnapshot } from './payment.snapshot.ts';

/** What can happen to a payment; the data is what it was like afterwards. */
export type PaymentEvent = DomainEvent<
  'Payment',
  | 'PaymentCreated'
  | 'PaymentChanged'
  | 'PaymentRemoved'
  | 'PaymentCaptured'
  | 'PaymentDeclined'
  | 'PaymentCancelled'
  | 'PaymentRefundRequested'
  | 'PaymentRefundRetried'
  | 'PaymentRefunded'
  | 'PaymentRefundFailed',
  PaymentSnapshot
>;
