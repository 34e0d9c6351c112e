import type { Page, Position, Reader } from '@packages/kernel/application';

import type { AllocationSnapshot } from '../../domain/allocation/allocation.snapshot.ts';
import type { CatalogPorts } from '../ports.ts';

export interface ListAllocations {
  readonly limit: number;
  readonly after: Position | null;
}

export function listAllocations({ queries }: CatalogPorts) {
  return ({ limit, after }: ListAllocations, reader: Reader): Promise<Page<AllocationSnapshot>> =>
    queries.allocations.list(limit, after, reader);
}
