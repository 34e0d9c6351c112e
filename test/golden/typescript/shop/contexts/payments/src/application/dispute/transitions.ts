import { ok, type Result, type TransitionNotAllowed } from '@packages/kernel';
import {
  isMet,
  notFound,
  stale,
  type Execution,
  type Outcome,
  type Precondition,
} from '@packages/kernel/application';

import type { DisputeSnapshot } from '../../domain/dispute/dispute.snapshot.ts';
import type { Dispute } from '../../domain/dispute/dispute.ts';
import type { PaymentsPorts } from '../ports.ts';

export function contestDispute(ports: PaymentsPorts) {
  return transition(ports, (dispute, now) => dispute.contest(now));
}

export function winDispute(ports: PaymentsPorts) {
  return transition(ports, (dispute, now) => dispute.win(now));
}

export function loseDispute(ports: PaymentsPorts) {
  return transition(ports, (dispute, now) => dispute.lose(now));
}

/** Takes a dispute a step on, if it still is what the caller thinks it is. */
function transition(
  { unitOfWork, clock }: PaymentsPorts,
  step: (dispute: Dispute, now: Date) => Result<void, TransitionNotAllowed>,
) {
  return (
    command: { readonly id: string; readonly precondition: Precondition },
    execution: Execution,
  ): Promise<Outcome<DisputeSnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const dispute = await repositories.disputes.find(command.id);
      if (dispute === null) return notFound;
      if (!isMet(command.precondition, dispute.version)) return stale;

      const outcome = step(dispute, clock.now());
      if (!outcome.ok) return outcome;

      const saved = await repositories.disputes.save(dispute);
      return saved.ok ? ok(dispute.snapshot()) : saved;
    });
}
