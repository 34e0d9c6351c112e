import type { Page, Position, Reader } from '@packages/kernel/application';

import type { OrderSnapshot } from '../../domain/order/order.snapshot.ts';

/** Reads orders outside any unit of work. */
export interface OrderQueries {
  find(id: string, reader: Reader): Promise<OrderSnapshot | null>;
  /** Newest first, from after a position on. */
  list(limit: number, after: Position | null, reader: Reader): Promise<Page<OrderSnapshot>>;
}
