import { ok } from '@packages/kernel';
import {
  isMet,
  notFound,
  stale,
  type Execution,
  type Outcome,
  type Precondition,
} from '@packages/kernel/application';

import type { OrderingPorts } from '../ports.ts';

export interface RemoveOrder {
  readonly id: string;
  readonly precondition: Precondition;
}

export function removeOrder({ unitOfWork, clock }: OrderingPorts) {
  return (command: RemoveOrder, execution: Execution): Promise<Outcome<void>> =>
    unitOfWork.run(execution, async (repositories) => {
      const order = await repositories.orders.find(command.id);
      if (order === null) return notFound;
      if (!isMet(command.precondition, order.version)) return stale;

      order.remove(clock.now());
      await repositories.orders.remove(order);
      return ok(undefined);
    });
}
