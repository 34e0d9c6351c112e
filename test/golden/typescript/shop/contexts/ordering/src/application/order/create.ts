import { ok } from '@packages/kernel';
import { invalid, type Execution, type Outcome } from '@packages/kernel/application';

import type { NewOrder } from '../../domain/order/order.details.ts';
import type { OrderSnapshot } from '../../domain/order/order.snapshot.ts';
import { Order } from '../../domain/order/order.ts';
import type { OrderingPorts } from '../ports.ts';

export interface CreateOrder {
  readonly fields: NewOrder;
}

export function createOrder({ unitOfWork, clock, ids }: OrderingPorts) {
  return (command: CreateOrder, execution: Execution): Promise<Outcome<OrderSnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const created = Order.create(command.fields, { id: ids.next(), now: clock.now() });
      if (!created.ok) return invalid(created.error);

      const added = await repositories.orders.add(created.value);
      return added.ok ? ok(created.value.snapshot()) : added;
    });
}
