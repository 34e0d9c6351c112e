import { ok } from '@packages/kernel';
import { invalid, type Execution, type Outcome } from '@packages/kernel/application';

import type { NewCategory } from '../../domain/category/category.details.ts';
import type { CategorySnapshot } from '../../domain/category/category.snapshot.ts';
import { Category } from '../../domain/category/category.ts';
import type { CatalogPorts } from '../ports.ts';

export interface CreateCategory {
  readonly fields: NewCategory;
}

export function createCategory({ unitOfWork, clock, ids }: CatalogPorts) {
  return (command: CreateCategory, execution: Execution): Promise<Outcome<CategorySnapshot>> =>
    unitOfWork.run(execution, async (repositories) => {
      const created = Category.create(command.fields, { id: ids.next(), now: clock.now() });
      if (!created.ok) return invalid(created.error);

      const added = await repositories.categories.add(created.value);
      return added.ok ? ok(created.value.snapshot()) : added;
    });
}
