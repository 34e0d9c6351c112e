import { ok } from '@packages/kernel';
import {
  isMet,
  notFound,
  stale,
  type Execution,
  type Outcome,
  type Precondition,
} from '@packages/kernel/application';

import type { CatalogPorts } from '../ports.ts';

export interface RemoveCategory {
  readonly id: string;
  readonly precondition: Precondition;
}

export function removeCategory({ unitOfWork, clock }: CatalogPorts) {
  return (command: RemoveCategory, execution: Execution): Promise<Outcome<void>> =>
    unitOfWork.run(execution, async (repositories) => {
      const category = await repositories.categories.find(command.id);
      if (category === null) return notFound;
      if (!isMet(command.precondition, category.version)) return stale;

      category.remove(clock.now());
      await repositories.categories.remove(category);
      return ok(undefined);
    });
}
