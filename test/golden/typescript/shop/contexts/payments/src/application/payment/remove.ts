import { ok } from '@packages/kernel';
import {
  isMet,
  notFound,
  stale,
  type Execution,
  type Outcome,
  type Precondition,
} from '@packages/kernel/application';

import type { PaymentsPorts } from '../ports.ts';

export interface RemovePayment {
  readonly id: string;
  readonly precondition: Precondition;
}

export function removePayment({ unitOfWork, clock }: PaymentsPorts) {
  return (command: RemovePayment, execution: Execution): Promise<Outcome<void>> =>
    unitOfWork.run(execution, async (repositories) => {
      const payment = await repositories.payments.find(command.id);
      if (payment === null) return notFound;
      if (!isMet(command.precondition, payment.version)) return stale;

      payment.remove(clock.now());
      await repositories.payments.remove(payment);
      return ok(undefined);
    });
}
