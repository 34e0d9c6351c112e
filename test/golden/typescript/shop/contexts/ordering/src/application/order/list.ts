import type { Page, Position, Reader } from '@packages/kernel/application';

import type { OrderSnapshot } from '../../domain/order/order.snapshot.ts';
import type { OrderingPorts } from '../ports.ts';

export interface ListOrders {
  readonly limit: number;
  readonly after: Position | null;
}

export function listOrders({ queries }: OrderingPorts) {
  return ({ limit, after }: ListOrders, reader: Reader): Promise<Page<OrderSnapshot>> =>
    queries.orders.list(limit, after, reader);
}
