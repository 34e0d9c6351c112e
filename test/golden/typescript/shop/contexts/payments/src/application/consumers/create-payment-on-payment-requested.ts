import { paymentRequestedV1, type PaymentRequestedV1 } from '@contexts/ordering/contracts';
import { invalid, type EventHandler } from '@packages/kernel/application';

import { Payment } from '../../domain/payment/payment.ts';
import type { PaymentsPorts } from '../ports.ts';

/** On `ordering.payment-requested.v1`: create a payment. */
export function createPaymentOnPaymentRequested({
  unitOfWork,
  clock,
  ids,
}: PaymentsPorts): EventHandler<PaymentRequestedV1> {
  return {
    consumer: 'payments.create-payment-on-payment-requested',
    types: [paymentRequestedV1],
    handle: ({ data }, execution) =>
      unitOfWork.run(execution, async (repositories) => {
        const created = Payment.create(
          { orderId: data.orderId, amount: data.amount, payerEmail: data.payerEmail },
          { id: ids.next(), now: clock.now() },
        );
        return created.ok ? repositories.payments.add(created.value) : invalid(created.error);
      }),
  };
}
