import { ok } from '@packages/kernel';
import { invalid, type Execution, type Outcome } from '@packages/kernel/application';

import type { NewDispute } from '../../domain/dispute/dispute.details.ts';
import type { DisputeSnapshot } from '../../domain/dispute/dispute.snapshot.ts';
import { Dispute } from '../../domain/dispute/dispute.ts';
import type { PaymentsPorts } from '../ports.ts';

export interface CreateDispute {
  readonly fields: NewDispute;
}

export function createDispute({ unitOfWork, clock, ids }: PaymentsPorts) {
  return (command: CreateDispute, execution: Execution): Promise<Outcome<DisputeSnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const created = Dispute.create(command.fields, { id: ids.next(), now: clock.now() });
      if (!created.ok) return invalid(created.error);

      const added = await repositories.disputes.add(created.value);
      return added.ok ? ok(created.value.snapshot()) : added;
    });
}
