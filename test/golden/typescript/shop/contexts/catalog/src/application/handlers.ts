import type { EventHandler } from '@packages/kernel/application';

import { createAllocationOnAllocationRequested } from './consumers/create-allocation-on-allocation-requested.ts';
import { releaseAllocationOnAllocationReleaseRequested } from './consumers/release-allocation-on-allocation-release-requested.ts';
import { releaseAllocationOnOrderCancelled } from './consumers/release-allocation-on-order-cancelled.ts';
import type { CatalogPorts } from './ports.ts';

/** Everything that this context does when it hears of an event. */
export function createCatalogHandlers(ports: CatalogPorts): readonly EventHandler[] {
  return [
    createAllocationOnAllocationRequested(ports),
    releaseAllocationOnAllocationReleaseRequested(ports),
    releaseAllocationOnOrderCancelled(ports),
  ];
}
