import type { Result, Taken } from '@packages/kernel';

import type { Category } from './category.ts';

/** The categories of the unit of work under way. */
export interface CategoryRepository {
  /** Nobody else changes what was found until the unit of work ends. */
  find(id: string): Promise<Category | null>;
  add(category: Category): Promise<Result<void, Taken>>;
  save(category: Category): Promise<Result<void, Taken>>;
  remove(category: Category): Promise<void>;
}
