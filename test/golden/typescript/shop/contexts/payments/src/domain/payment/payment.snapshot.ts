import type { MoneyData } from '@packages/kernel';

export type PaymentStatus =
  | 'requested'
  | 'captured'
  | 'declined'
  | 'cancelled'
  | 'refund-pending'
  | 'refund-failed'
  | 'refunded';

/** A payment as plain data, for storing and for telling. */
export interface PaymentSnapshot {
  readonly id: string;
  readonly orderId: string;
  readonly amount: MoneyData;
  readonly payerEmail: string;
  readonly status: PaymentStatus;
  /** 1 at first, one more with every change */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
