import { ok, type Result, type TransitionNotAllowed } from '@packages/kernel';
import {
  isMet,
  notFound,
  stale,
  type Execution,
  type Outcome,
  type Precondition,
} from '@packages/kernel/application';

import type { PaymentSnapshot } from '../../domain/payment/payment.snapshot.ts';
import type { Payment } from '../../domain/payment/payment.ts';
import type { PaymentsPorts } from '../ports.ts';

export function capturePayment(ports: PaymentsPorts) {
  return transition(ports, (payment, now) => payment.capture(now));
}

export function declinePayment(ports: PaymentsPorts) {
  return transition(ports, (payment, now) => payment.decline(now));
}

export function cancelPayment(ports: PaymentsPorts) {
  return transition(ports, (payment, now) => payment.cancel(now));
}

export function requestRefundPayment(ports: PaymentsPorts) {
  return transition(ports, (payment, now) => payment.requestRefund(now));
}

export function retryRefundPayment(ports: PaymentsPorts) {
  return transition(ports, (payment, now) => payment.retryRefund(now));
}

export function refundPayment(ports: PaymentsPorts) {
  return transition(ports, (payment, now) => payment.refund(now));
}

export function failRefundPayment(ports: PaymentsPorts) {
  return transition(ports, (payment, now) => payment.failRefund(now));
}

/** Takes a payment a step on, if it still is what the caller thinks it is. */
function transition(
  { unitOfWork, clock }: PaymentsPorts,
  step: (payment: Payment, now: Date) => Result<void, TransitionNotAllowed>,
) {
  return (
    command: { readonly id: string; readonly precondition: Precondition },
    execution: Execution,
  ): Promise<Outcome<PaymentSnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const payment = await repositories.payments.find(command.id);
      if (payment === null) return notFound;
      if (!isMet(command.precondition, payment.version)) return stale;

      const outcome = step(payment, clock.now());
      if (!outcome.ok) return outcome;

      const saved = await repositories.payments.save(payment);
      return saved.ok ? ok(payment.snapshot()) : saved;
    });
}
