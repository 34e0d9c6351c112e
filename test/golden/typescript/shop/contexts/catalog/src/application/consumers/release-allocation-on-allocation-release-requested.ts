import {
  allocationReleaseRequestedV1,
  type AllocationReleaseRequestedV1,
} from '@contexts/ordering/contracts';
import { ok } from '@packages/kernel';
import { inTurn, type EventHandler } from '@packages/kernel/application';

import { allocationTransitions } from '../../domain/allocation/allocation.lifecycle.ts';
import type { CatalogPorts } from '../ports.ts';

/** On `ordering.allocation-release-requested.v1`: release every allocation with that order id. Where it cannot any more, nothing happens. */
export function releaseAllocationOnAllocationReleaseRequested({
  unitOfWork,
  clock,
}: CatalogPorts): EventHandler<AllocationReleaseRequestedV1> {
  return {
    consumer: 'catalog.release-allocation-on-allocation-release-requested',
    types: [allocationReleaseRequestedV1],
    async handle({ data }, execution) {
      const key = data.orderId;
      const statuses = allocationTransitions.release.from;
      return inTurn(execution, {
        next: (page, reading) =>
          unitOfWork.run(reading, async (repositories) =>
            ok(await repositories.allocations.idsByOrderId(key, { ...page, statuses })),
          ),
        apply: (id, moving) =>
          unitOfWork.run(moving, async (repositories) => {
            const allocation = await repositories.allocations.find(id);
            if (allocation === null || !allocation.release(clock.now()).ok) return ok(undefined);
            return repositories.allocations.save(allocation);
          }),
      });
    },
  };
}
