import { ok } from '@packages/kernel';
import { notFound, type Outcome, type Reader } from '@packages/kernel/application';

import type { AllocationSnapshot } from '../../domain/allocation/allocation.snapshot.ts';
import type { CatalogPorts } from '../ports.ts';

export function readAllocation({ queries }: CatalogPorts) {
  return async (id: string, reader: Reader): Promise<Outcome<AllocationSnapshot>> => {
    const found = await queries.allocations.find(id, reader);
    return found === null ? notFound : ok(found);
  };
}
