import type { Result, Taken } from '@packages/kernel';

import type { Return } from './return.ts';

/** The returns of the unit of work under way. */
export interface ReturnRepository {
  /** Nobody else changes what was found until the unit of work ends. */
  find(id: string): Promise<Return | null>;
  add(returnAggregate: Return): Promise<Result<void, Taken>>;
  save(returnAggregate: Return): Promise<Result<void, Taken>>;
  remove(returnAggregate: Return): Promise<void>;
}
