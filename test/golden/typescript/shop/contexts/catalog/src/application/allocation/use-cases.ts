import type { CatalogPorts } from '../ports.ts';
import { changeAllocation } from './change.ts';
import { createAllocation } from './create.ts';
import { listAllocations } from './list.ts';
import { readAllocation } from './read.ts';
import { removeAllocation } from './remove.ts';
import { confirmAllocation, rejectAllocation, releaseAllocation } from './transitions.ts';

export type { AllocationSnapshot } from '../../domain/allocation/allocation.snapshot.ts';

export type AllocationUseCases = ReturnType<typeof allocationUseCases>;

export function allocationUseCases(ports: CatalogPorts) {
  return {
    create: createAllocation(ports),
    change: changeAllocation(ports),
    remove: removeAllocation(ports),
    read: readAllocation(ports),
    list: listAllocations(ports),
    transitions: {
      confirm: confirmAllocation(ports),
      reject: rejectAllocation(ports),
      release: releaseAllocation(ports),
    },
  };
}
