import { ok, type Result, type TransitionNotAllowed } from '@packages/kernel';
import {
  isMet,
  notFound,
  stale,
  type Execution,
  type Outcome,
  type Precondition,
} from '@packages/kernel/application';

import type { AllocationSnapshot } from '../../domain/allocation/allocation.snapshot.ts';
import type { Allocation } from '../../domain/allocation/allocation.ts';
import type { CatalogPorts } from '../ports.ts';

export function confirmAllocation(ports: CatalogPorts) {
  return transition(ports, (allocation, now) => allocation.confirm(now));
}

export function rejectAllocation(ports: CatalogPorts) {
  return transition(ports, (allocation, now) => allocation.reject(now));
}

export function releaseAllocation(ports: CatalogPorts) {
  return transition(ports, (allocation, now) => allocation.release(now));
}

/** Takes an allocation a step on, if it still is what the caller thinks it is. */
function transition(
  { unitOfWork, clock }: CatalogPorts,
  step: (allocation: Allocation, now: Date) => Result<void, TransitionNotAllowed>,
) {
  return (
    command: { readonly id: string; readonly precondition: Precondition },
    execution: Execution,
  ): Promise<Outcome<AllocationSnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const allocation = await repositories.allocations.find(command.id);
      if (allocation === null) return notFound;
      if (!isMet(command.precondition, allocation.version)) return stale;

      const outcome = step(allocation, clock.now());
      if (!outcome.ok) return outcome;

      const saved = await repositories.allocations.save(allocation);
      return saved.ok ? ok(allocation.snapshot()) : saved;
    });
}
