import { err, ok } from '@packages/kernel';
import { notFound, type EventHandler } from '@packages/kernel/application';

import {
  paymentRefundRequestedV1,
  paymentRefundRetriedV1,
  type PaymentRefundRequestedV1,
  type PaymentRefundRetriedV1,
} from '../../contracts/index.ts';
import type { PaymentsPorts } from '../ports.ts';

/** On `payments.payment-refund-requested.v1` and `payments.payment-refund-retried.v1`: refund at the payment gateway. */
export function refundByPaymentGateway({
  unitOfWork,
  clock,
  paymentGateway,
}: PaymentsPorts): EventHandler<PaymentRefundRequestedV1 | PaymentRefundRetriedV1> {
  return {
    consumer: 'payments.refund-by-payment-gateway',
    types: [paymentRefundRequestedV1, paymentRefundRetriedV1],
    async handle({ id, data }, execution) {
      const awaited = await unitOfWork.run(
        { ...execution, delivery: null },
        async (repositories) => {
          const payment = await repositories.payments.find(data.id);
          return ok(payment !== null && (payment.can('refund') || payment.can('failRefund')));
        },
      );
      if (!awaited.ok) return awaited;
      // Called off while the event waited: asking now would do what nobody wants any more.
      if (!awaited.value) return ok(undefined);

      const answer = await paymentGateway.refund(
        { reference: data.id, amount: data.amount },
        { idempotencyKey: id },
      );
      if (answer.kind === 'unavailable') return err(answer);
      const accepted = answer.kind === 'accepted';

      return unitOfWork.run(execution, async (repositories) => {
        const payment = await repositories.payments.find(data.id);
        // What was done outside and cannot be told here any more is for a person to put right.
        if (payment === null) return accepted ? notFound : ok(undefined);
        const now = clock.now();
        const moved = accepted ? payment.refund(now) : payment.failRefund(now);
        if (moved.ok) return repositories.payments.save(payment);
        return accepted ? moved : ok(undefined);
      });
    },
  };
}
