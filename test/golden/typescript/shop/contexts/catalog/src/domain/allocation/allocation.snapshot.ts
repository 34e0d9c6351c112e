export type AllocationStatus = 'requested' | 'confirmed' | 'rejected' | 'released';

/** An allocation as plain data, for storing and for telling. */
export interface AllocationSnapshot {
  readonly id: string;
  readonly orderId: string;
  readonly productId: string;
  readonly quantity: number;
  readonly status: AllocationStatus;
  /** 1 at first, one more with every change */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
