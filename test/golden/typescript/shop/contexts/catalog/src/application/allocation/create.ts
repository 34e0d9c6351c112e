import { ok } from '@packages/kernel';
import { invalid, type Execution, type Outcome } from '@packages/kernel/application';

import type { NewAllocation } from '../../domain/allocation/allocation.details.ts';
import type { AllocationSnapshot } from '../../domain/allocation/allocation.snapshot.ts';
import { Allocation } from '../../domain/allocation/allocation.ts';
import type { CatalogPorts } from '../ports.ts';

export interface CreateAllocation {
  readonly fields: NewAllocation;
}

export function createAllocation({ unitOfWork, clock, ids }: CatalogPorts) {
  return (command: CreateAllocation, execution: Execution): Promise<Outcome<AllocationSnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const created = Allocation.create(command.fields, { id: ids.next(), now: clock.now() });
      if (!created.ok) return invalid(created.error);

      const added = await repositories.allocations.add(created.value);
      return added.ok ? ok(created.value.snapshot()) : added;
    });
}
