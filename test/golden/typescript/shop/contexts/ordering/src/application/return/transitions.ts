import { ok, type Result, type TransitionNotAllowed } from '@packages/kernel';
import {
  isMet,
  notFound,
  stale,
  type Execution,
  type Outcome,
  type Precondition,
} from '@packages/kernel/application';

import type { ReturnSnapshot } from '../../domain/return/return.snapshot.ts';
import type { Return } from '../../domain/return/return.ts';
import type { OrderingPorts } from '../ports.ts';

export function receiveReturn(ports: OrderingPorts) {
  return transition(ports, (returnAggregate, now) => returnAggregate.receive(now));
}

export function acceptReturn(ports: OrderingPorts) {
  return transition(ports, (returnAggregate, now) => returnAggregate.accept(now));
}

export function refuseReturn(ports: OrderingPorts) {
  return transition(ports, (returnAggregate, now) => returnAggregate.refuse(now));
}

export function withdrawReturn(ports: OrderingPorts) {
  return transition(ports, (returnAggregate, now) => returnAggregate.withdraw(now));
}

/** Takes a return a step on, if it still is what the caller thinks it is. */
function transition(
  { unitOfWork, clock }: OrderingPorts,
  step: (returnAggregate: Return, now: Date) => Result<void, TransitionNotAllowed>,
) {
  return (
    command: { readonly id: string; readonly precondition: Precondition },
    execution: Execution,
  ): Promise<Outcome<ReturnSnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const returnAggregate = await repositories.returns.find(command.id);
      if (returnAggregate === null) return notFound;
      if (!isMet(command.precondition, returnAggregate.version)) return stale;

      const outcome = step(returnAggregate, clock.now());
      if (!outcome.ok) return outcome;

      const saved = await repositories.returns.save(returnAggregate);
      return saved.ok ? ok(returnAggregate.snapshot()) : saved;
    });
}
