import type { EventHandler } from '@packages/kernel/application';

import { cancelOrderOnProductDiscontinued } from './consumers/cancel-order-on-product-discontinued.ts';
import { projectKnownProduct } from './consumers/project-known-product.ts';
import type { OrderingPorts } from './ports.ts';
import { orderFulfilmentSaga } from './sagas/order-fulfilment.ts';

/** Everything that this context does when it hears of an event. */
export function createOrderingHandlers(ports: OrderingPorts): readonly EventHandler[] {
  return [
    projectKnownProduct(ports),
    cancelOrderOnProductDiscontinued(ports),
    orderFulfilmentSaga(ports),
  ];
}
