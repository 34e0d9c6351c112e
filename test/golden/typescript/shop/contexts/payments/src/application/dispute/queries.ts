import type { Page, Position, Reader } from '@packages/kernel/application';

import type { DisputeSnapshot } from '../../domain/dispute/dispute.snapshot.ts';

/** Reads disputes outside any unit of work. */
export interface DisputeQueries {
  find(id: string, reader: Reader): Promise<DisputeSnapshot | null>;
  /** Newest first, from after a position on. */
  list(limit: number, after: Position | null, reader: Reader): Promise<Page<DisputeSnapshot>>;
}
