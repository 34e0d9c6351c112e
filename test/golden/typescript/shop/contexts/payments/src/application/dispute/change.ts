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

import type { DisputeSnapshot } from '../../domain/dispute/dispute.snapshot.ts';
import type { PaymentsPorts } from '../ports.ts';

export interface ChangeDispute {
  readonly id: string;
  /** JSON merge patch (RFC 7396) */
  readonly patch: Readonly<Record<string, unknown>>;
  readonly precondition: Precondition;
}

export function changeDispute({ unitOfWork, clock }: PaymentsPorts) {
  return (command: ChangeDispute, execution: Execution): Promise<Outcome<DisputeSnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const dispute = await repositories.disputes.find(command.id);
      if (dispute === null) return notFound;
      if (!isMet(command.precondition, dispute.version)) return stale;

      const changes = mergedMembers(dispute.snapshot(), command.patch);
      const changed = dispute.change(changes, clock.now());
      if (!changed.ok) return invalid(changed.error);

      const saved = await repositories.disputes.save(dispute);
      return saved.ok ? ok(dispute.snapshot()) : saved;
    });
}
