import { err, ok } from '@packages/kernel';
import { notFound, type EventHandler } from '@packages/kernel/application';

import { paymentCreatedV1, type PaymentCreatedV1 } from '../../contracts/index.ts';
import type { PaymentsPorts } from '../ports.ts';

/** On `payments.payment-created.v1`: charge at the payment gateway. */
export function chargeByPaymentGatewayOnPaymentCreated({
  unitOfWork,
  clock,
  paymentGateway,
}: PaymentsPorts): EventHandler<PaymentCreatedV1> {
  return {
    consumer: 'payments.charge-by-payment-gateway-on-payment-created',
    types: [paymentCreatedV1],
    async handle({ id, data }, execution) {
      const awaited = await unitOfWork.run(
        { ...execution, delivery: null },
        async (repositories) => {
          const payment = await repositories.payments.find(data.id);
          return ok(payment !== null && (payment.can('capture') || payment.can('decline')));
        },
      );
      if (!awaited.ok) return awaited;
      // Called off while the event waited: asking now would do what nobody wants any more.
      if (!awaited.value) return ok(undefined);

      const answer = await paymentGateway.charge(
        { reference: data.id, amount: data.amount, payer: data.payerEmail },
        { idempotencyKey: id },
      );
      if (answer.kind === 'unavailable') return err(answer);
      const accepted = answer.kind === 'accepted';

      return unitOfWork.run(execution, async (repositories) => {
        const payment = await repositories.payments.find(data.id);
        // What was done outside and cannot be told here any more is for a person to put right.
        if (payment === null) return accepted ? notFound : ok(undefined);
        const now = clock.now();
        const moved = accepted ? payment.capture(now) : payment.decline(now);
        if (moved.ok) return repositories.payments.save(payment);
        return accepted ? moved : ok(undefined);
      });
    },
  };
}
