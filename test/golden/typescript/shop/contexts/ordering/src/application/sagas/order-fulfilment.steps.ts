import { allocationConfirmedV1, allocationRejectedV1 } from '@contexts/catalog/contracts';
import { paymentCapturedV1, paymentDeclinedV1 } from '@contexts/payments/contracts';
import type { SagaDefinition } from '@packages/kernel/application';

import {
  paymentRequestedV1,
  type PaymentRequestedV1Data,
  paymentReversalRequestedV1,
  type PaymentReversalRequestedV1Data,
  allocationRequestedV1,
  type AllocationRequestedV1Data,
  allocationReleaseRequestedV1,
  type AllocationReleaseRequestedV1Data,
  type OrderPlacedV1Data,
} from '../../contracts/index.ts';

/** The steps of an order fulfilment, in order, and how each is undone. */
export const orderFulfilmentSteps: SagaDefinition<OrderPlacedV1Data> = {
  deadlineSeconds: 86400,
  steps: [
    {
      name: 'takePayment',
      succeedsOn: paymentCapturedV1,
      failsOn: paymentDeclinedV1,
      request: ({ id, data }) => ({
        type: paymentRequestedV1,
        data: {
          sagaId: id,
          orderId: data.id,
          amount: data.total,
          payerEmail: data.customerEmail,
        } satisfies PaymentRequestedV1Data,
      }),
      compensation: ({ id, data }) => ({
        type: paymentReversalRequestedV1,
        data: {
          sagaId: id,
          orderId: data.id,
          amount: data.total,
          payerEmail: data.customerEmail,
        } satisfies PaymentReversalRequestedV1Data,
      }),
    },
    {
      name: 'allocateStock',
      succeedsOn: allocationConfirmedV1,
      failsOn: allocationRejectedV1,
      request: ({ id, data }) => ({
        type: allocationRequestedV1,
        data: {
          sagaId: id,
          orderId: data.id,
          productId: data.productId,
          quantity: data.quantity,
        } satisfies AllocationRequestedV1Data,
      }),
      compensation: ({ id, data }) => ({
        type: allocationReleaseRequestedV1,
        data: {
          sagaId: id,
          orderId: data.id,
          productId: data.productId,
          quantity: data.quantity,
        } satisfies AllocationReleaseRequestedV1Data,
      }),
    },
  ],
};
