import { ok } from '@packages/kernel';
import { invalid, type Execution, type Outcome } from '@packages/kernel/application';

import type { NewReturn } from '../../domain/return/return.details.ts';
import type { ReturnSnapshot } from '../../domain/return/return.snapshot.ts';
import { Return } from '../../domain/return/return.ts';
import type { OrderingPorts } from '../ports.ts';

export interface CreateReturn {
  readonly fields: NewReturn;
}

export function createReturn({ unitOfWork, clock, ids }: OrderingPorts) {
  return (command: CreateReturn, execution: Execution): Promise<Outcome<ReturnSnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const created = Return.create(command.fields, { id: ids.next(), now: clock.now() });
      if (!created.ok) return invalid(created.error);

      const added = await repositories.returns.add(created.value);
      return added.ok ? ok(created.value.snapshot()) : added;
    });
}
