import type { OrderEvent } from './order.events.ts';
import type { OrderStatus } from './order.snapshot.ts';

export type OrderTransition = 'place' | 'confirm' | 'ship' | 'deliver' | 'cancel';

interface Step {
  readonly from: readonly OrderStatus[];
  readonly to: OrderStatus;
  readonly event: OrderEvent['name'];
}

/** How an order gets from state to state, and what it tells of that. */
export const orderTransitions: Readonly<Record<OrderTransition, Step>> = {
  place: { from: ['draft'], to: 'placed', event: 'OrderPlaced' },
  confirm: { from: ['placed'], to: 'confirmed', event: 'OrderConfirmed' },
  ship: { from: ['confirmed'], to: 'shipped', event: 'OrderShipped' },
  deliver: { from: ['shipped'], to: 'delivered', event: 'OrderDelivered' },
  cancel: { from: ['draft', 'placed'], to: 'cancelled', event: 'OrderCancelled' },
};
