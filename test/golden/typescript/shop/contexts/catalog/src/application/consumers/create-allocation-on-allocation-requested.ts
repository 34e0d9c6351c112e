import { allocationRequestedV1, type AllocationRequestedV1 } from '@contexts/ordering/contracts';
import { invalid, type EventHandler } from '@packages/kernel/application';

import { Allocation } from '../../domain/allocation/allocation.ts';
import type { CatalogPorts } from '../ports.ts';

/** On `ordering.allocation-requested.v1`: create an allocation. */
export function createAllocationOnAllocationRequested({
  unitOfWork,
  clock,
  ids,
}: CatalogPorts): EventHandler<AllocationRequestedV1> {
  return {
    consumer: 'catalog.create-allocation-on-allocation-requested',
    types: [allocationRequestedV1],
    handle: ({ data }, execution) =>
      unitOfWork.run(execution, async (repositories) => {
        const created = Allocation.create(
          { orderId: data.orderId, productId: data.productId, quantity: data.quantity },
          { id: ids.next(), now: clock.now() },
        );
        return created.ok ? repositories.allocations.add(created.value) : invalid(created.error);
      }),
  };
}
