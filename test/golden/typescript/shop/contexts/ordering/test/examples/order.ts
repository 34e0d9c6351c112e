import { Order } from '../../src/domain/order/order.ts';
import type { NewOrder } from '../../src/domain/order/order.details.ts';
import type { OrderSnapshot } from '../../src/domain/order/order.snapshot.ts';

/** An order that fulfils every rule, and others that differ wherever they must. */
export const orderExamples = [
  {
    productId: '01890a5d-ac96-774b-bcce-b302099a8057',
    quantity: 3,
    total: { amount: '12.30', currency: 'EUR' },
    customerEmail: 'jane@example.com',
    channel: 'web',
    deliverBy: '2026-01-15',
    gift: true,
    note: 'note',
  },
  {
    productId: '01890a5d-ac96-774b-bcce-b302099a8058',
    quantity: 1,
    total: { amount: '0.01', currency: 'EUR' },
    customerEmail: 'ada@example.com',
    channel: 'app',
    deliverBy: '2026-02-28',
    gift: false,
    note: 'not0',
  },
  {
    productId: '01890a5d-ac96-774b-bcce-b302099a8059',
    quantity: 1000,
    total: { amount: '7.25', currency: 'EUR' },
    customerEmail: 'alan@example.org',
    channel: 'phone',
    deliverBy: '2024-02-29',
    gift: true,
    note: 'not1',
  },
] as const satisfies readonly NewOrder[];

export const orderSnapshot: OrderSnapshot = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  productId: '01890a5d-ac96-774b-bcce-b302099a8057',
  quantity: 3,
  total: { amount: '12.30', currency: 'EUR' },
  customerEmail: 'jane@example.com',
  channel: 'web',
  deliverBy: '2026-01-15',
  gift: true,
  note: 'note',
  status: 'draft',
  version: 1,
  createdAt: new Date('2026-01-15T09:30:00.000Z'),
  updatedAt: new Date('2026-01-15T09:30:00.000Z'),
};

/** An order as it was stored once. */
export function storedOrder(snapshot = orderSnapshot): Order {
  return Order.reconstitute(snapshot);
}
