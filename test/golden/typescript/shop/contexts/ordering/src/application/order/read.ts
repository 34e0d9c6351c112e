import { ok } from '@packages/kernel';
import { notFound, type Outcome, type Reader } from '@packages/kernel/application';

import type { OrderSnapshot } from '../../domain/order/order.snapshot.ts';
import type { OrderingPorts } from '../ports.ts';

export function readOrder({ queries }: OrderingPorts) {
  return async (id: string, reader: Reader): Promise<Outcome<OrderSnapshot>> => {
    const found = await queries.orders.find(id, reader);
    return found === null ? notFound : ok(found);
  };
}
