export {
  paymentCreatedV1,
  paymentCreatedV1Schema,
  type PaymentCreatedV1,
  type PaymentCreatedV1Data,
} from './payment-created.v1.ts';
export {
  paymentChangedV1,
  paymentChangedV1Schema,
  type PaymentChangedV1,
  type PaymentChangedV1Data,
} from './payment-changed.v1.ts';
export {
  paymentRemovedV1,
  paymentRemovedV1Schema,
  type PaymentRemovedV1,
  type PaymentRemovedV1Data,
} from './payment-removed.v1.ts';
export {
  paymentCapturedV1,
  paymentCapturedV1Schema,
  type PaymentCapturedV1,
  type PaymentCapturedV1Data,
} from './payment-captured.v1.ts';
export {
  paymentDeclinedV1,
  paymentDeclinedV1Schema,
  type PaymentDeclinedV1,
  type PaymentDeclinedV1Data,
} from './payment-declined.v1.ts';
export {
  paymentCancelledV1,
  paymentCancelledV1Schema,
  type PaymentCancelledV1,
  type PaymentCancelledV1Data,
} from './payment-cancelled.v1.ts';
export {
  paymentRefundRequestedV1,
  paymentRefundRequestedV1Schema,
  type PaymentRefundRequestedV1,
  type PaymentRefundRequestedV1Data,
} from './payment-refund-requested.v1.ts';
export {
  paymentRefundRetriedV1,
  paymentRefundRetriedV1Schema,
  type PaymentRefundRetriedV1,
  type PaymentRefundRetriedV1Data,
} from './payment-refund-retried.v1.ts';
export {
  paymentRefundedV1,
  paymentRefundedV1Schema,
  type PaymentRefundedV1,
  type PaymentRefundedV1Data,
} from './payment-refunded.v1.ts';
export {
  paymentRefundFailedV1,
  paymentRefundFailedV1Schema,
  type PaymentRefundFailedV1,
  type PaymentRefundFailedV1Data,
} from './payment-refund-failed.v1.ts';
export {
  disputeCreatedV1,
  disputeCreatedV1Schema,
  type DisputeCreatedV1,
  type DisputeCreatedV1Data,
} from './dispute-created.v1.ts';
export {
  disputeChangedV1,
  disputeChangedV1Schema,
  type DisputeChangedV1,
  type DisputeChangedV1Data,
} from './dispute-changed.v1.ts';
export {
  disputeRemovedV1,
  disputeRemovedV1Schema,
  type DisputeRemovedV1,
  type DisputeRemovedV1Data,
} from './dispute-removed.v1.ts';
export {
  disputeContestedV1,
  disputeContestedV1Schema,
  type DisputeContestedV1,
  type DisputeContestedV1Data,
} from './dispute-contested.v1.ts';
export {
  disputeWonV1,
  disputeWonV1Schema,
  type DisputeWonV1,
  type DisputeWonV1Data,
} from './dispute-won.v1.ts';
export {
  disputeLostV1,
  disputeLostV1Schema,
  type DisputeLostV1,
  type DisputeLostV1Data,
} from './dispute-lost.v1.ts';
