import { ok } from '@packages/kernel';
import {
  invalid,
  isMet,
  mergedMembers,
  notFound,
  stale,
  type Execution,
  type Outcome,
  type Precondition,
} from '@packages/kernel/application';

import type { OrderSnapshot } from '../../domain/order/order.snapshot.ts';
import type { OrderingPorts } from '../ports.ts';

export interface ChangeOrder {
  readonly id: string;
  /** JSON merge patch (RFC 7396) */
  readonly patch: Readonly<Record<string, unknown>>;
  readonly precondition: Precondition;
}

export function changeOrder({ unitOfWork, clock }: OrderingPorts) {
  return (command: ChangeOrder, execution: Execution): Promise<Outcome<OrderSnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const order = await repositories.orders.find(command.id);
      if (order === null) return notFound;
      if (!isMet(command.precondition, order.version)) return stale;

      const changes = mergedMembers(order.snapshot(), command.patch);
      const changed = order.change(changes, clock.now());
      if (!changed.ok) return invalid(changed.error);

      const saved = await repositories.orders.save(order);
      return saved.ok ? ok(order.snapshot()) : saved;
    });
}
