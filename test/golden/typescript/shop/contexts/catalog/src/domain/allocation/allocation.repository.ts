import type { Result, Selection, Taken } from '@packages/kernel';

import type { AllocationStatus } from './allocation.snapshot.ts';
import type { Allocation } from './allocation.ts';

/** The allocations of the unit of work under way. */
export interface AllocationRepository {
  /** Nobody else changes what was found until the unit of work ends. */
  find(id: string): Promise<Allocation | null>;
  idsByOrderId(orderId: string, selection: Selection<AllocationStatus>): Promise<readonly string[]>;
  add(allocation: Allocation): Promise<Result<void, Taken>>;
  save(allocation: Allocation): Promise<Result<void, Taken>>;
  remove(allocation: Allocation): Promise<void>;
}
