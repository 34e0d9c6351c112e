import {
  orderCreatedV1,
  orderChangedV1,
  orderRemovedV1,
  orderPlacedV1,
  orderConfirmedV1,
  orderShippedV1,
  orderDeliveredV1,
  orderCancelledV1,
  type OrderCreatedV1Data,
  type OrderChangedV1Data,
  type OrderRemovedV1Data,
  type OrderPlacedV1Data,
  type OrderConfirmedV1Data,
  type OrderShippedV1Data,
  type OrderDeliveredV1Data,
  type OrderCancelledV1Data,
} from '../../contracts/index.ts';
import type { OrderEvent } from '../../domain/order/order.events.ts';
import type { OrderSnapshot } from '../../domain/order/order.snapshot.ts';

/** The contract under which an event of an order is told to other contexts. */
export function publishOrderEvent({ name, data }: OrderEvent) {
  switch (name) {
    case 'OrderCreated':
      return { type: orderCreatedV1, data: dataOf(data) satisfies OrderCreatedV1Data };
    case 'OrderChanged':
      return { type: orderChangedV1, data: dataOf(data) satisfies OrderChangedV1Data };
    case 'OrderRemoved':
      return { type: orderRemovedV1, data: dataOf(data) satisfies OrderRemovedV1Data };
    case 'OrderPlaced':
      return { type: orderPlacedV1, data: dataOf(data) satisfies OrderPlacedV1Data };
    case 'OrderConfirmed':
      return { type: orderConfirmedV1, data: dataOf(data) satisfies OrderConfirmedV1Data };
    case 'OrderShipped':
      return { type: orderShippedV1, data: dataOf(data) satisfies OrderShippedV1Data };
    case 'OrderDelivered':
      return { type: orderDeliveredV1, data: dataOf(data) satisfies OrderDeliveredV1Data };
    case 'OrderCancelled':
      return { type: orderCancelledV1, data: dataOf(data) satisfies OrderCancelledV1Data };
  }
}

function dataOf(snapshot: OrderSnapshot) {
  return {
    id: snapshot.id,
    productId: snapshot.productId,
    quantity: snapshot.quantity,
    total: snapshot.total,
    customerEmail: snapshot.customerEmail,
    channel: snapshot.channel,
    deliverBy: snapshot.deliverBy,
    gift: snapshot.gift,
    note: snapshot.note,
    status: snapshot.status,
    createdAt: snapshot.createdAt.toISOString(),
    updatedAt: snapshot.updatedAt.toISOString(),
    version: snapshot.version,
  };
}
