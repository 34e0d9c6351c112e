import { resourceOperations } from '@packages/platform/http';

import { orderChangesSchema, newOrderSchema, orderSchema } from './orders.schemas.ts';

export const path = '/v1/ordering/orders';

export const operations = resourceOperations({
  collection: 'ordering.orders',
  names: { one: 'Order', many: 'Orders' },
  prose: { noun: 'order', one: 'an order', many: 'orders' },
  scopes: { read: 'ordering:read', write: 'ordering:write' },
  resource: {
    schema: orderSchema,
    example: {
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
      createdAt: '2026-01-15T09:30:00.000Z',
      updatedAt: '2026-01-15T09:30:00.000Z',
    },
  },
  creation: {
    schema: newOrderSchema,
    example: {
      productId: '01890a5d-ac96-774b-bcce-b302099a8057',
      quantity: 3,
      total: { amount: '12.30', currency: 'EUR' },
      customerEmail: 'jane@example.com',
      channel: 'web',
      deliverBy: '2026-01-15',
      gift: true,
      note: 'note',
    },
  },
  changes: {
    schema: orderChangesSchema,
    example: {
      quantity: 3,
      total: { amount: '12.30', currency: 'EUR' },
      customerEmail: 'jane@example.com',
      deliverBy: '2026-01-15',
      gift: true,
      note: 'note',
    },
  },
});
