import type { Page, Position, Reader } from '@packages/kernel/application';

import type { AllocationSnapshot } from '../../domain/allocation/allocation.snapshot.ts';

/** Reads allocations outside any unit of work. */
export interface AllocationQueries {
  find(id: string, reader: Reader): Promise<AllocationSnapshot | null>;
  /** Newest first, from after a position on. */
  list(limit: number, after: Position | null, reader: Reader): Promise<Page<AllocationSnapshot>>;
}
