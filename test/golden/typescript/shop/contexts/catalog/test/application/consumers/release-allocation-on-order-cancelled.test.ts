import { byTester } from '@packages/kernel/testing';
import { orderCancelledV1, type OrderCancelledV1 } from '@contexts/ordering/contracts';
import { expect, test } from 'bun:test';

import { releaseAllocationOnOrderCancelled } from '../../../src/application/consumers/release-allocation-on-order-cancelled.ts';
import { allocationSnapshot } from '../../examples/allocation.ts';
import { createFakeCatalog } from '../../fakes/catalog.ts';

const event: OrderCancelledV1 = {
  specversion: '1.0',
  id: '01890a5d-ac96-774b-bcce-b302099a8060',
  source: '/ordering',
  type: orderCancelledV1,
  subject: '01890a5d-ac96-774b-bcce-b302099a8057',
  time: '2026-01-15T09:30:00.000Z',
  datacontenttype: 'application/json',
  correlationid: 'test-correlation',
  data: {
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
    version: 2,
    createdAt: '2026-01-15T09:30:00.000Z',
    updatedAt: '2026-01-15T09:30:00.000Z',
  },
};

test('moves what it is about', async () => {
  const { ports, stores, world } = createFakeCatalog();
  const given = {
    ...allocationSnapshot,
    orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
    status: 'requested',
  } as const;
  stores.allocations.table.put(given);
  const handler = releaseAllocationOnOrderCancelled(ports);

  expect((await handler.handle(event, byTester)).ok).toBe(true);
  expect(await stores.allocations.table.find(given.id)).toMatchObject({
    status: 'released',
    version: 2,
  });

  expect((await handler.handle(event, byTester)).ok).toBe(true);
  expect(await stores.allocations.table.find(given.id)).toMatchObject({ version: 2 });
  expect(world.events).toHaveLength(1);
});

test('takes no notice of what it is not about', async () => {
  const { ports, world } = createFakeCatalog();
  expect(await releaseAllocationOnOrderCancelled(ports).handle(event, byTester)).toEqual({
    ok: true,
    value: undefined,
  });
  expect(world.events).toEqual([]);
});
