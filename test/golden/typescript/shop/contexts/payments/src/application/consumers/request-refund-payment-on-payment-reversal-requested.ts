import {
  paymentReversalRequestedV1,
  type PaymentReversalRequestedV1,
} from '@contexts/ordering/contracts';
import { ok } from '@packages/kernel';
import { inTurn, type EventHandler } from '@packages/kernel/application';

import { paymentTransitions } from '../../domain/payment/payment.lifecycle.ts';
import type { PaymentsPorts } from '../ports.ts';

/** On `ordering.payment-reversal-requested.v1`: request refund every payment with that order id. Where it cannot any more, nothing happens. */
export function requestRefundPaymentOnPaymentReversalRequested({
  unitOfWork,
  clock,
}: PaymentsPorts): EventHandler<PaymentReversalRequestedV1> {
  return {
    consumer: 'payments.request-refund-payment-on-payment-reversal-requested',
    types: [paymentReversalRequestedV1],
    async handle({ data }, execution) {
      const key = data.orderId;
      const statuses = paymentTransitions.requestRefund.from;
      return inTurn(execution, {
        next: (page, reading) =>
          unitOfWork.run(reading, async (repositories) =>
            ok(await repositories.payments.idsByOrderId(key, { ...page, statuses })),
          ),
        apply: (id, moving) =>
          unitOfWork.run(moving, async (repositories) => {
            const payment = await repositories.payments.find(id);
            if (payment === null || !payment.requestRefund(clock.now()).ok) return ok(undefined);
            return repositories.payments.save(payment);
          }),
      });
    },
  };
}
