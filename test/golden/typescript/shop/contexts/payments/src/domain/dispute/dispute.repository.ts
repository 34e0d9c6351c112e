import type { Result, Taken } from '@packages/kernel';

import type { Dispute } from './dispute.ts';

/** The disputes of the unit of work under way. */
export interface DisputeRepository {
  /** Nobody else changes what was found until the unit of work ends. */
  find(id: string): Promise<Dispute | null>;
  add(dispute: Dispute): Promise<Result<void, Taken>>;
  save(dispute: Dispute): Promise<Result<void, Taken>>;
  remove(dispute: Dispute): Promise<void>;
}
