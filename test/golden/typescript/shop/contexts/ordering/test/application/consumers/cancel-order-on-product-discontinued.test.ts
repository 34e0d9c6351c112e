import { byTester } from '@packages/kernel/testing';
import { productDiscontinuedV1, type ProductDiscontinuedV1 } from '@contexts/catalog/contracts';
import { expect, test } from 'bun:test';

import { cancelOrderOnProductDiscontinued } from '../../../src/application/consumers/cancel-order-on-product-discontinued.ts';
import { orderSnapshot } from '../../examples/order.ts';
import { createFakeOrdering } from '../../fakes/ordering.ts';

const event: ProductDiscontinuedV1 = {
  specversion: '1.0',
  id: '01890a5d-ac96-774b-bcce-b302099a8060',
  source: '/catalog',
  type: productDiscontinuedV1,
  subject: '01890a5d-ac96-774b-bcce-b302099a8057',
  time: '2026-01-15T09:30:00.000Z',
  datacontenttype: 'application/json',
  correlationid: 'test-correlation',
  data: {
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
    sku: 'AAA',
    title: 'title',
    categoryId: '01890a5d-ac96-774b-bcce-b302099a8057',
    price: { amount: '12.30', currency: 'EUR' },
    weightKg: '12.5',
    imageUrl: 'https://example.com/',
    attributes: { key: 'value' },
    note: 'note',
    status: 'draft',
    version: 2,
    createdAt: '2026-01-15T09:30:00.000Z',
    updatedAt: '2026-01-15T09:30:00.000Z',
  },
};

test('moves what it is about', async () => {
  const { ports, stores, world } = createFakeOrdering();
  const given = {
    ...orderSnapshot,
    productId: '01890a5d-ac96-774b-bcce-b302099a8057',
    status: 'draft',
  } as const;
  stores.orders.table.put(given);
  const handler = cancelOrderOnProductDiscontinued(ports);

  expect((await handler.handle(event, byTester)).ok).toBe(true);
  expect(await stores.orders.table.find(given.id)).toMatchObject({
    status: 'cancelled',
    version: 2,
  });

  expect((await handler.handle(event, byTester)).ok).toBe(true);
  expect(await stores.orders.table.find(given.id)).toMatchObject({ version: 2 });
  expect(world.events).toHaveLength(1);
});

test('takes no notice of what it is not about', async () => {
  const { ports, world } = createFakeOrdering();
  expect(await cancelOrderOnProductDiscontinued(ports).handle(event, byTester)).toEqual({
    ok: true,
    value: undefined,
  });
  expect(world.events).toEqual([]);
});
