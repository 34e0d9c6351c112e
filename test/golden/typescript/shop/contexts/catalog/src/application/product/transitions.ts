import { ok, type Result, type TransitionNotAllowed } from '@packages/kernel';
import {
  isMet,
  notFound,
  stale,
  type Execution,
  type Outcome,
  type Precondition,
} from '@packages/kernel/application';

import type { ProductSnapshot } from '../../domain/product/product.snapshot.ts';
import type { Product } from '../../domain/product/product.ts';
import type { CatalogPorts } from '../ports.ts';

export function publishProduct(ports: CatalogPorts) {
  return transition(ports, (product, now) => product.publish(now));
}

export function withdrawProduct(ports: CatalogPorts) {
  return transition(ports, (product, now) => product.withdraw(now));
}

export function discontinueProduct(ports: CatalogPorts) {
  return transition(ports, (product, now) => product.discontinue(now));
}

/** Takes a product a step on, if it still is what the caller thinks it is. */
function transition(
  { unitOfWork, clock }: CatalogPorts,
  step: (product: Product, now: Date) => Result<void, TransitionNotAllowed>,
) {
  return (
    command: { readonly id: string; readonly precondition: Precondition },
    execution: Execution,
  ): Promise<Outcome<ProductSnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const product = await repositories.products.find(command.id);
      if (product === null) return notFound;
      if (!isMet(command.precondition, product.version)) return stale;

      const outcome = step(product, clock.now());
      if (!outcome.ok) return outcome;

      const saved = await repositories.products.save(product);
      return saved.ok ? ok(product.snapshot()) : saved;
    });
}
