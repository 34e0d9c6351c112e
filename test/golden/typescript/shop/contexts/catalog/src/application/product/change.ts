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

import type { ProductSnapshot } from '../../domain/product/product.snapshot.ts';
import type { CatalogPorts } from '../ports.ts';

export interface ChangeProduct {
  readonly id: string;
  /** JSON merge patch (RFC 7396) */
  readonly patch: Readonly<Record<string, unknown>>;
  readonly precondition: Precondition;
}

export function changeProduct({ unitOfWork, clock }: CatalogPorts) {
  return (command: ChangeProduct, execution: Execution): Promise<Outcome<ProductSnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const product = await repositories.products.find(command.id);
      if (product === null) return notFound;
      if (!isMet(command.precondition, product.version)) return stale;

      const changes = mergedMembers(product.snapshot(), command.patch);
      const changed = product.change(changes, clock.now());
      if (!changed.ok) return invalid(changed.error);

      const saved = await repositories.products.save(product);
      return saved.ok ? ok(product.snapshot()) : saved;
    });
}
