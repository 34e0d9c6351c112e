import { orderCancelledV1, type OrderCancelledV1 } from '@contexts/ordering/contracts';
import { ok } from '@packages/kernel';
import { inTurn, type EventHandler } from '@packages/kernel/application';

import { paymentTransitions } from '../../domain/payment/payment.lifecycle.ts';
import type { PaymentsPorts } from '../ports.ts';

/** On `ordering.order-cancelled.v1`: cancel every payment with that order id. Where it cannot any more, nothing happens. */
export function cancelPaymentOnOrderCancelled({
  unitOfWork,
  clock,
}: PaymentsPorts): EventHandler<OrderCancelledV1> {
  return {
    consumer: 'payments.cancel-payment-on-order-cancelled',
    types: [orderCancelledV1],
    async handle({ data }, execution) {
      const key = data.id;
      const statuses = paymentTransitions.cancel.from;
      return inTurn(execution, {
        next: (page, reading) =>
          unitOfWork.run(reading, async (repositories) =>
            ok(await repositories.payments.idsByOrderId(key, { ...page, statuses })),
          ),
        apply: (id, moving) =>
          unitOfWork.run(moving, async (repositories) => {
            const payment = await repositories.payments.find(id);
            if (payment === null || !payment.cancel(clock.now()).ok) return ok(undefined);
            return repositories.payments.save(payment);
          }),
      });
    },
  };
}
