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

export interface RemoveReturn {
  readonly id: string;
  readonly precondition: Precondition;
}

export function removeReturn({ unitOfWork, clock }: OrderingPorts) {
  return (command: RemoveReturn, execution: Execution): Promise<Outcome<void>> =>
    unitOfWork.run(execution, async (repositories) => {
      const returnAggregate = await repositories.returns.find(command.id);
      if (returnAggregate === null) return notFound;
      if (!isMet(command.precondition, returnAggregate.version)) return stale;

      returnAggregate.remove(clock.now());
      await repositories.returns.remove(returnAggregate);
      return ok(undefined);
    });
}
