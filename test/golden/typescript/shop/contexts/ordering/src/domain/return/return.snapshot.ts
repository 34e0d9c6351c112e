export type ReturnStatus = 'announced' | 'received' | 'accepted' | 'refused' | 'withdrawn';

/** A return as plain data, for storing and for telling. */
export interface ReturnSnapshot {
  readonly id: string;
  readonly orderId: string;
  readonly reason: 'damaged' | 'wrong-item' | 'changed-mind';
  readonly comment: string | null;
  readonly receivedAt: Date | null;
  readonly status: ReturnStatus;
  /** 1 at first, one more with every change */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
