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

import type { AllocationSnapshot } from '../../domain/allocation/allocation.snapshot.ts';
import type { CatalogPorts } from '../ports.ts';

export interface ChangeAllocation {
  readonly id: string;
  /** JSON merge patch (RFC 7396) */
  readonly patch: Readonly<Record<string, unknown>>;
  readonly precondition: Precondition;
}

export function changeAllocation({ unitOfWork, clock }: CatalogPorts) {
  return (command: ChangeAllocation, execution: Execution): Promise<Outcome<AllocationSnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const allocation = await repositories.allocations.find(command.id);
      if (allocation === null) return notFound;
      if (!isMet(command.precondition, allocation.version)) return stale;

      const changes = mergedMembers(allocation.snapshot(), command.patch);
      const changed = allocation.change(changes, clock.now());
      if (!changed.ok) return invalid(changed.error);

      const saved = await repositories.allocations.save(allocation);
      return saved.ok ? ok(allocation.snapshot()) : saved;
    });
}
