import { ok } from '@packages/kernel';
import {
  invalid,
  isMet,
  mergedMembers,
  notFound,
  stale,
  type Execution,
  type Outcome,
  type Precondition,
} from '@packages/kernel/application';

import type { PaymentSnapshot } from '../../domain/payment/payment.snapshot.ts';
import type { PaymentsPorts } from '../ports.ts';

export interface ChangePayment {
  readonly id: string;
  /** JSON merge patch (RFC 7396) */
  readonly patch: Readonly<Record<string, unknown>>;
  readonly precondition: Precondition;
}

export function changePayment({ unitOfWork, clock }: PaymentsPorts) {
  return (command: ChangePayment, execution: Execution): Promise<Outcome<PaymentSnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const payment = await repositories.payments.find(command.id);
      if (payment === null) return notFound;
      if (!isMet(command.precondition, payment.version)) return stale;

      const changes = mergedMembers(payment.snapshot(), command.patch);
      const changed = payment.change(changes, clock.now());
      if (!changed.ok) return invalid(changed.error);

      const saved = await repositories.payments.save(payment);
      return saved.ok ? ok(payment.snapshot()) : saved;
    });
}
