import type { Result, Selection, Taken } from '@packages/kernel';

import type { OrderStatus } from './order.snapshot.ts';
import type { Order } from './order.ts';

/** The orders of the unit of work under way. */
export interface OrderRepository {
  /** Nobody else changes what was found until the unit of work ends. */
  find(id: string): Promise<Order | null>;
  idsByProductId(productId: string, selection: Selection<OrderStatus>): Promise<readonly string[]>;
  add(order: Order): Promise<Result<void, Taken>>;
  save(order: Order): Promise<Result<void, Taken>>;
  remove(order: Order): Promise<void>;
}
