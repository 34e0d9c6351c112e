import type { DomainEvent } from '@packages/kernel';

import type { OrderSnapshot } from './order.snapshot.ts';

/** What can happen to an order; the data is what it was like afterwards. */
export type OrderEvent = DomainEvent<
  'Order',
  | 'OrderCreated'
  | 'OrderChanged'
  | 'OrderRemoved'
  | 'OrderPlaced'
  | 'OrderConfirmed'
  | 'OrderShipped'
  | 'OrderDelivered'
  | 'OrderCancelled',
  OrderSnapshot
>;
