import type { OrderingPorts } from '../ports.ts';
import { changeOrder } from './change.ts';
import { createOrder } from './create.ts';
import { listOrders } from './list.ts';
import { readOrder } from './read.ts';
import { removeOrder } from './remove.ts';
import { placeOrder, confirmOrder, shipOrder, deliverOrder, cancelOrder } from './transitions.ts';

export type { OrderSnapshot } from '../../domain/order/order.snapshot.ts';

export type OrderUseCases = ReturnType<typeof orderUseCases>;

export function orderUseCases(ports: OrderingPorts) {
  return {
    create: createOrder(ports),
    change: changeOrder(ports),
    remove: removeOrder(ports),
    read: readOrder(ports),
    list: listOrders(ports),
    transitions: {
      place: placeOrder(ports),
      confirm: confirmOrder(ports),
      ship: shipOrder(ports),
      deliver: deliverOrder(ports),
      cancel: cancelOrder(ports),
    },
  };
}
