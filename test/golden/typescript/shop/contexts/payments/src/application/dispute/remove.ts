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

export interface RemoveDispute {
  readonly id: string;
  readonly precondition: Precondition;
}

export function removeDispute({ unitOfWork, clock }: PaymentsPorts) {
  return (command: RemoveDispute, execution: Execution): Promise<Outcome<void>> =>
    unitOfWork.run(execution, async (repositories) => {
      const dispute = await repositories.disputes.find(command.id);
      if (dispute === null) return notFound;
      if (!isMet(command.precondition, dispute.version)) return stale;

      dispute.remove(clock.now());
      await repositories.disputes.remove(dispute);
      return ok(undefined);
    });
}
