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

export interface RemoveProduct {
  readonly id: string;
  readonly precondition: Precondition;
}

export function removeProduct({ unitOfWork, clock }: CatalogPorts) {
  return (command: RemoveProduct, execution: Execution): Promise<Outcome<void>> =>
    unitOfWork.run(execution, async (repositories) => {
      const product = await repositories.products.find(command.id);
      if (product === null) return notFound;
      if (!isMet(command.precondition, product.version)) return stale;

      product.remove(clock.now());
      await repositories.products.remove(product);
      return ok(undefined);
    });
}
