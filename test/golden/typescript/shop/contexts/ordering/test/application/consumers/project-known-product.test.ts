import { byTester } from '@packages/kernel/testing';
import { productPublishedV1, type ProductPublishedV1 } from '@contexts/catalog/contracts';
import { expect, test } from 'bun:test';

import { projectKnownProduct } from '../../../src/application/consumers/project-known-product.ts';
import { createFakeOrdering } from '../../fakes/ordering.ts';

const event: ProductPublishedV1 = {
  specversion: '1.0',
  id: '01890a5d-ac96-774b-bcce-b302099a8060',
  source: '/catalog',
  type: productPublishedV1,
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

test('keeps the newest copy', async () => {
  const { ports, stores } = createFakeOrdering();
  const handler = projectKnownProduct(ports);
  expect((await handler.handle(event, byTester)).ok).toBe(true);
  const older = { ...event, data: { ...event.data, version: event.data.version - 1 } };
  expect((await handler.handle(older, byTester)).ok).toBe(true);
  expect(stores.knownProducts.all()).toMatchObject([
    { id: event.data.id, version: event.data.version },
  ]);
});
