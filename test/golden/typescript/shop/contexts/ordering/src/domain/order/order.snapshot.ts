import type { MoneyData } from '@packages/kernel';

export type OrderStatus = 'draft' | 'placed' | 'confirmed' | 'shipped' | 'delivered' | 'cancelled';

/** An order as plain data, for storing and for telling. */
export interface OrderSnapshot {
  readonly id: string;
  readonly productId: string;
  readonly quantity: number;
  readonly total: MoneyData;
  readonly customerEmail: string;
  readonly channel: 'web' | 'app' | 'phone';
  readonly deliverBy: string | null;
  readonly gift: boolean;
  readonly note: string | null;
  readonly status: OrderStatus;
  /** 1 at first, one more with every change */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
