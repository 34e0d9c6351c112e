import {
  paymentCreatedV1,
  paymentChangedV1,
  paymentRemovedV1,
  paymentCapturedV1,
  paymentDeclinedV1,
  paymentCancelledV1,
  paymentRefundRequestedV1,
  paymentRefundRetriedV1,
  paymentRefundedV1,
  paymentRefundFailedV1,
  type PaymentCreatedV1Data,
  type PaymentChangedV1Data,
  type PaymentRemovedV1Data,
  type PaymentCapturedV1Data,
  type PaymentDeclinedV1Data,
  type PaymentCancelledV1Data,
  type PaymentRefundRequestedV1Data,
  type PaymentRefundRetriedV1Data,
  type PaymentRefundedV1Data,
  type PaymentRefundFailedV1Data,
} from '../../contracts/index.ts';
import type { PaymentEvent } from '../../domain/payment/payment.events.ts';
import type { PaymentSnapshot } from '../../domain/payment/payment.snapshot.ts';

/** The contract under which an event of a payment is told to other contexts. */
export function publishPaymentEvent({ name, data }: PaymentEvent) {
  switch (name) {
    case 'PaymentCreated':
      return { type: paymentCreatedV1, data: dataOf(data) satisfies PaymentCreatedV1Data };
    case 'PaymentChanged':
      return { type: paymentChangedV1, data: dataOf(data) satisfies PaymentChangedV1Data };
    case 'PaymentRemoved':
      return { type: paymentRemovedV1, data: dataOf(data) satisfies PaymentRemovedV1Data };
    case 'PaymentCaptured':
      return { type: paymentCapturedV1, data: dataOf(data) satisfies PaymentCapturedV1Data };
    case 'PaymentDeclined':
      return { type: paymentDeclinedV1, data: dataOf(data) satisfies PaymentDeclinedV1Data };
    case 'PaymentCancelled':
      return { type: paymentCancelledV1, data: dataOf(data) satisfies PaymentCancelledV1Data };
    case 'PaymentRefundRequested':
      return {
        type: paymentRefundRequestedV1,
        data: dataOf(data) satisfies PaymentRefundRequestedV1Data,
      };
    case 'PaymentRefundRetried':
      return {
        type: paymentRefundRetriedV1,
        data: dataOf(data) satisfies PaymentRefundRetriedV1Data,
      };
    case 'PaymentRefunded':
      return { type: paymentRefundedV1, data: dataOf(data) satisfies PaymentRefundedV1Data };
    case 'PaymentRefundFailed':
      return {
        type: paymentRefundFailedV1,
        data: dataOf(data) satisfies PaymentRefundFailedV1Data,
      };
  }
}

function dataOf(snapshot: PaymentSnapshot) {
  return {
    id: snapshot.id,
    orderId: snapshot.orderId,
    amount: snapshot.amount,
    payerEmail: snapshot.payerEmail,
    status: snapshot.status,
    createdAt: snapshot.createdAt.toISOString(),
    updatedAt: snapshot.updatedAt.toISOString(),
    version: snapshot.version,
  };
}
