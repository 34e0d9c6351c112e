import { ok } from '@packages/kernel';
import { invalid, type Execution, type Outcome } from '@packages/kernel/application';

import type { NewPayment } from '../../domain/payment/payment.details.ts';
import type { PaymentSnapshot } from '../../domain/payment/payment.snapshot.ts';
import { Payment } from '../../domain/payment/payment.ts';
import type { PaymentsPorts } from '../ports.ts';

export interface CreatePayment {
  readonly fields: NewPayment;
}

export function createPayment({ unitOfWork, clock, ids }: PaymentsPorts) {
  return (command: CreatePayment, execution: Execution): Promise<Outcome<PaymentSnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const created = Payment.create(command.fields, { id: ids.next(), now: clock.now() });
      if (!created.ok) return invalid(created.error);

      const added = await repositories.payments.add(created.value);
      return added.ok ? ok(created.value.snapshot()) : added;
    });
}
