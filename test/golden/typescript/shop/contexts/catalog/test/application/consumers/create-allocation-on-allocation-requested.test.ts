import { byTester } from '@packages/kernel/testing';
import { allocationRequestedV1, type AllocationRequestedV1 } from '@contexts/ordering/contracts';
import { expect, test } from 'bun:test';

import { createAllocationOnAllocationRequested } from '../../../src/application/consumers/create-allocation-on-allocation-requested.ts';
import { createFakeCatalog } from '../../fakes/catalog.ts';

const event: AllocationRequestedV1 = {
  specversion: '1.0',
  id: '01890a5d-ac96-774b-bcce-b302099a8060',
  source: '/ordering',
  type: allocationRequestedV1,
  subject: '01890a5d-ac96-774b-bcce-b302099a8057',
  time: '2026-01-15T09:30:00.000Z',
  datacontenttype: 'application/json',
  correlationid: 'test-correlation',
  data: {
    sagaId: '01890a5d-ac96-774b-bcce-b302099a8057',
    orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
    productId: '01890a5d-ac96-774b-bcce-b302099a8057',
    quantity: 3,
  },
};

test('creates what the event asks for', async () => {
  const { ports, world } = createFakeCatalog();
  expect((await createAllocationOnAllocationRequested(ports).handle(event, byTester)).ok).toBe(
    true,
  );
  expect(world.events).toMatchObject([
    {
      name: 'AllocationCreated',
      data: {
        orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
        productId: '01890a5d-ac96-774b-bcce-b302099a8057',
        quantity: 3,
      },
    },
  ]);
});
