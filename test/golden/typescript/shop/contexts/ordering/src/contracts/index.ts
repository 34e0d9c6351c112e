export {
  orderCreatedV1,
  orderCreatedV1Schema,
  type OrderCreatedV1,
  type OrderCreatedV1Data,
} from './order-created.v1.ts';
export {
  orderChangedV1,
  orderChangedV1Schema,
  type OrderChangedV1,
  type OrderChangedV1Data,
} from './order-changed.v1.ts';
export {
  orderRemovedV1,
  orderRemovedV1Schema,
  type OrderRemovedV1,
  type OrderRemovedV1Data,
} from './order-removed.v1.ts';
export {
  orderPlacedV1,
  orderPlacedV1Schema,
  type OrderPlacedV1,
  type OrderPlacedV1Data,
} from './order-placed.v1.ts';
export {
  orderConfirmedV1,
  orderConfirmedV1Schema,
  type OrderConfirmedV1,
  type OrderConfirmedV1Data,
} from './order-confirmed.v1.ts';
export {
  orderShippedV1,
  orderShippedV1Schema,
  type OrderShippedV1,
  type OrderShippedV1Data,
} from './order-shipped.v1.ts';
export {
  orderDeliveredV1,
  orderDeliveredV1Schema,
  type OrderDeliveredV1,
  type OrderDeliveredV1Data,
} from './order-delivered.v1.ts';
export {
  orderCancelledV1,
  orderCancelledV1Schema,
  type OrderCancelledV1,
  type OrderCancelledV1Data,
} from './order-cancelled.v1.ts';
export {
  returnCreatedV1,
  returnCreatedV1Schema,
  type ReturnCreatedV1,
  type ReturnCreatedV1Data,
} from './return-created.v1.ts';
export {
  returnChangedV1,
  returnChangedV1Schema,
  type ReturnChangedV1,
  type ReturnChangedV1Data,
} from './return-changed.v1.ts';
export {
  returnRemovedV1,
  returnRemovedV1Schema,
  type ReturnRemovedV1,
  type ReturnRemovedV1Data,
} from './return-removed.v1.ts';
export {
  returnReceivedV1,
  returnReceivedV1Schema,
  type ReturnReceivedV1,
  type ReturnReceivedV1Data,
} from './return-received.v1.ts';
export {
  returnAcceptedV1,
  returnAcceptedV1Schema,
  type ReturnAcceptedV1,
  type ReturnAcceptedV1Data,
} from './return-accepted.v1.ts';
export {
  returnRefusedV1,
  returnRefusedV1Schema,
  type ReturnRefusedV1,
  type ReturnRefusedV1Data,
} from './return-refused.v1.ts';
export {
  returnWithdrawnV1,
  returnWithdrawnV1Schema,
  type ReturnWithdrawnV1,
  type ReturnWithdrawnV1Data,
} from './return-withdrawn.v1.ts';
export {
  paymentRequestedV1,
  paymentRequestedV1Schema,
  type PaymentRequestedV1,
  type PaymentRequestedV1Data,
} from './payment-requested.v1.ts';
export {
  paymentReversalRequestedV1,
  paymentReversalRequestedV1Schema,
  type PaymentReversalRequestedV1,
  type PaymentReversalRequestedV1Data,
} from './payment-reversal-requested.v1.ts';
export {
  allocationRequestedV1,
  allocationRequestedV1Schema,
  type AllocationRequestedV1,
  type AllocationRequestedV1Data,
} from './allocation-requested.v1.ts';
export {
  allocationReleaseRequestedV1,
  allocationReleaseRequestedV1Schema,
  type AllocationReleaseRequestedV1,
  type AllocationReleaseRequestedV1Data,
} from './allocation-release-requested.v1.ts';
