import type { Page, Position, Reader } from '@packages/kernel/application';

import type { ReturnSnapshot } from '../../domain/return/return.snapshot.ts';

/** Reads returns outside any unit of work. */
export interface ReturnQueries {
  find(id: string, reader: Reader): Promise<ReturnSnapshot | null>;
  /** Newest first, from after a position on. */
  list(limit: number, after: Position | null, reader: Reader): Promise<Page<ReturnSnapshot>>;
}
