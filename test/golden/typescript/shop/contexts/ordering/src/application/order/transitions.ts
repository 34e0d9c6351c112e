import { ok, type Result, type TransitionNotAllowed } from '@packages/kernel';
import {
  isMet,
  notFound,
  stale,
  type Execution,
  type Outcome,
  type Precondition,
} from '@packages/kernel/application';

import type { OrderSnapshot } from '../../domain/order/order.snapshot.ts';
import type { Order } from '../../domain/order/order.ts';
import type { OrderingPorts } from '../ports.ts';

export function placeOrder(ports: OrderingPorts) {
  return transition(ports, (order, now) => order.place(now));
}

export function confirmOrder(ports: OrderingPorts) {
  return transition(ports, (order, now) => order.confirm(now));
}

export function shipOrder(ports: OrderingPorts) {
  return transition(ports, (order, now) => order.ship(now));
}

export function deliverOrder(ports: OrderingPorts) {
  return transition(ports, (order, now) => order.deliver(now));
}

export function cancelOrder(ports: OrderingPorts) {
  return transition(ports, (order, now) => order.cancel(now));
}

/** Takes an order a step on, if it still is what the caller thinks it is. */
function transition(
  { unitOfWork, clock }: OrderingPorts,
  step: (order: Order, now: Date) => Result<void, TransitionNotAllowed>,
) {
  return (
    command: { readonly id: string; readonly precondition: Precondition },
    execution: Execution,
  ): Promise<Outcome<OrderSnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const order = await repositories.orders.find(command.id);
      if (order === null) return notFound;
      if (!isMet(command.precondition, order.version)) return stale;

      const outcome = step(order, clock.now());
      if (!outcome.ok) return outcome;

      const saved = await repositories.orders.save(order);
      return saved.ok ? ok(order.snapshot()) : saved;
    });
}
