import { productDiscontinuedV1, type ProductDiscontinuedV1 } from '@contexts/catalog/contracts';
import { ok } from '@packages/kernel';
import { inTurn, type EventHandler } from '@packages/kernel/application';

import { orderTransitions } from '../../domain/order/order.lifecycle.ts';
import type { OrderingPorts } from '../ports.ts';

/** On `catalog.product-discontinued.v1`: cancel every order with that product id. Where it cannot any more, nothing happens. */
export function cancelOrderOnProductDiscontinued({
  unitOfWork,
  clock,
}: OrderingPorts): EventHandler<ProductDiscontinuedV1> {
  return {
    consumer: 'ordering.cancel-order-on-product-discontinued',
    types: [productDiscontinuedV1],
    async handle({ data }, execution) {
      const key = data.id;
      const statuses = orderTransitions.cancel.from;
      return inTurn(execution, {
        next: (page, reading) =>
          unitOfWork.run(reading, async (repositories) =>
            ok(await repositories.orders.idsByProductId(key, { ...page, statuses })),
          ),
        apply: (id, moving) =>
          unitOfWork.run(moving, async (repositories) => {
            const order = await repositories.orders.find(id);
            if (order === null || !order.cancel(clock.now()).ok) return ok(undefined);
            return repositories.orders.save(order);
          }),
      });
    },
  };
}
