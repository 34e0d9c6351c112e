import { Allocation } from '../../src/domain/allocation/allocation.ts';
import type { NewAllocation } from '../../src/domain/allocation/allocation.details.ts';
import type { AllocationSnapshot } from '../../src/domain/allocation/allocation.snapshot.ts';

/** An allocation that fulfils every rule, and others that differ wherever they must. */
export const allocationExamples = [
  {
    orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
    productId: '01890a5d-ac96-774b-bcce-b302099a8057',
    quantity: 3,
  },
  {
    orderId: '01890a5d-ac96-774b-bcce-b302099a8058',
    productId: '01890a5d-ac96-774b-bcce-b302099a8058',
    quantity: 1,
  },
  {
    orderId: '01890a5d-ac96-774b-bcce-b302099a8059',
    productId: '01890a5d-ac96-774b-bcce-b302099a8059',
    quantity: 1000,
  },
] as const satisfies readonly NewAllocation[];

export const allocationSnapshot: AllocationSnapshot = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
  productId: '01890a5d-ac96-774b-bcce-b302099a8057',
  quantity: 3,
  status: 'requested',
  version: 1,
  createdAt: new Date('2026-01-15T09:30:00.000Z'),
  updatedAt: new Date('2026-01-15T09:30:00.000Z'),
};

/** An allocation as it was stored once. */
export function storedAllocation(snapshot = allocationSnapshot): Allocation {
  return Allocation.reconstitute(snapshot);
}
