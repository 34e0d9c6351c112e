import { integer, required, shape, uuid } from '@packages/kernel';

/** What the business says of an allocation. */
export interface AllocationDetails {
  readonly orderId: string;
  readonly productId: string;
  readonly quantity: number;
}

/** An allocation as it is asked for. */
export interface NewAllocation {
  readonly orderId: string;
  readonly productId: string;
  readonly quantity: number;
}

export const allocationDetails = shape<AllocationDetails>(
  {
    orderId: required(uuid()),
    productId: required(uuid()),
    quantity: required(integer({ min: 1, max: 1000 })),
  },
  { immutable: ['orderId', 'productId', 'quantity'] },
);
