import type { MoneyData } from '@packages/kernel';

export type DisputeStatus = 'opened' | 'contested' | 'won' | 'lost';

/** A dispute as plain data, for storing and for telling. */
export interface DisputeSnapshot {
  readonly id: string;
  readonly paymentId: string;
  readonly caseNumber: string;
  readonly amount: MoneyData;
  readonly respondBy: string;
  readonly status: DisputeStatus;
  /** 1 at first, one more with every change */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
