import { ok } from '@packages/kernel';
import {
  isMet,
  notFound,
  stale,
  type Execution,
  type Outcome,
  type Precondition,
} from '@packages/kernel/application';

import type { CatalogPorts } from '../ports.ts';

export interface RemoveAllocation {
  readonly id: string;
  readonly precondition: Precondition;
}

export function removeAllocation({ unitOfWork, clock }: CatalogPorts) {
  return (command: RemoveAllocation, execution: Execution): Promise<Outcome<void>> =>
    unitOfWork.run(execution, async (repositories) => {
      const allocation = await repositories.allocations.find(command.id);
      if (allocation === null) return notFound;
      if (!isMet(command.precondition, allocation.version)) return stale;

      allocation.remove(clock.now());
      await repositories.allocations.remove(allocation);
      return ok(undefined);
    });
}
