import type { Result, Taken } from '@packages/kernel';

import type { Product } from './product.ts';

/** The products of the unit of work under way. */
export interface ProductRepository {
  /** Nobody else changes what was found until the unit of work ends. */
  find(id: string): Promise<Product | null>;
  add(product: Product): Promise<Result<void, Taken>>;
  save(product: Product): Promise<Result<void, Taken>>;
  remove(product: Product): Promise<void>;
}
