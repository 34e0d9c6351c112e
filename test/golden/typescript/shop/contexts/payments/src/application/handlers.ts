import type { EventHandler } from '@packages/kernel/application';

import { cancelPaymentOnOrderCancelled } from './consumers/cancel-payment-on-order-cancelled.ts';
import { chargeByPaymentGatewayOnPaymentCreated } from './consumers/charge-by-payment-gateway-on-payment-created.ts';
import { createPaymentOnPaymentRequested } from './consumers/create-payment-on-payment-requested.ts';
import { refundByPaymentGateway } from './consumers/refund-by-payment-gateway.ts';
import { requestRefundPaymentOnPaymentReversalRequested } from './consumers/request-refund-payment-on-payment-reversal-requested.ts';
import type { PaymentsPorts } from './ports.ts';

/** Everything that this context does when it hears of an event. */
export function createPaymentsHandlers(ports: PaymentsPorts): readonly EventHandler[] {
  return [
    createPaymentOnPaymentRequested(ports),
    requestRefundPaymentOnPaymentReversalRequested(ports),
    cancelPaymentOnOrderCancelled(ports),
    chargeByPaymentGatewayOnPaymentCreated(ports),
    refundByPaymentGateway(ports),
  ];
}
