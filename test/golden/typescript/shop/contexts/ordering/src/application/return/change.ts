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

import type { ReturnSnapshot } from '../../domain/return/return.snapshot.ts';
import type { OrderingPorts } from '../ports.ts';

export interface ChangeReturn {
  readonly id: string;
  /** JSON merge patch (RFC 7396) */
  readonly patch: Readonly<Record<string, unknown>>;
  readonly precondition: Precondition;
}

export function changeReturn({ unitOfWork, clock }: OrderingPorts) {
  return (command: ChangeReturn, execution: Execution): Promise<Outcome<ReturnSnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const returnAggregate = await repositories.returns.find(command.id);
      if (returnAggregate === null) return notFound;
      if (!isMet(command.precondition, returnAggregate.version)) return stale;

      const changes = mergedMembers(returnAggregate.snapshot(), command.patch);
      const changed = returnAggregate.change(changes, clock.now());
      if (!changed.ok) return invalid(changed.error);

      const saved = await repositories.returns.save(returnAggregate);
      return saved.ok ? ok(returnAggregate.snapshot()) : saved;
    });
}
