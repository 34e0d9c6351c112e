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

import type { CategorySnapshot } from '../../domain/category/category.snapshot.ts';
import type { CatalogPorts } from '../ports.ts';

export interface ChangeCategory {
  readonly id: string;
  /** JSON merge patch (RFC 7396) */
  readonly patch: Readonly<Record<string, unknown>>;
  readonly precondition: Precondition;
}

export function changeCategory({ unitOfWork, clock }: CatalogPorts) {
  return (command: ChangeCategory, execution: Execution): Promise<Outcome<CategorySnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const category = await repositories.categories.find(command.id);
      if (category === null) return notFound;
      if (!isMet(command.precondition, category.version)) return stale;

      const changes = mergedMembers(category.snapshot(), command.patch);
      const changed = category.change(changes, clock.now());
      if (!changed.ok) return invalid(changed.error);

      const saved = await repositories.categories.save(category);
      return saved.ok ? ok(category.snapshot()) : saved;
    });
}
