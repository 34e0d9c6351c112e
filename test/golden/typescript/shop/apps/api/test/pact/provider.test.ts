import { test } from 'bun:test';
import { resolve } from 'node:path';
import { startService, verifyService, type Collection } from '@packages/contract-testing';

const collections: readonly Collection[] = [
  {
    path: '/v1/catalog/categories',
    none: 'there are no categories in catalog',
    some: 'there is a category among the categories in catalog',
    body: { slug: 'a', title: 'title', position: 3 },
  },
  {
    path: '/v1/catalog/products',
    none: 'there are no products in catalog',
    some: 'there is a product among the products in catalog',
    body: { sku: 'AAA', title: 'title', price: { amount: '12.30', currency: 'EUR' } },
  },
  {
    path: '/v1/catalog/allocations',
    none: 'there are no allocations in catalog',
    some: 'there is an allocation among the allocations in catalog',
    body: {
      orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
      productId: '01890a5d-ac96-774b-bcce-b302099a8057',
      quantity: 3,
    },
  },
  {
    path: '/v1/ordering/orders',
    none: 'there are no orders in ordering',
    some: 'there is an order among the orders in ordering',
    body: {
      productId: '01890a5d-ac96-774b-bcce-b302099a8057',
      quantity: 3,
      total: { amount: '12.30', currency: 'EUR' },
      customerEmail: 'jane@example.com',
      channel: 'web',
      gift: true,
    },
  },
  {
    path: '/v1/ordering/returns',
    none: 'there are no returns in ordering',
    some: 'there is a return among the returns in ordering',
    body: { orderId: '01890a5d-ac96-774b-bcce-b302099a8057', reason: 'damaged' },
  },
  {
    path: '/v1/payments/payments',
    none: 'there are no payments in payments',
    some: 'there is a payment among the payments in payments',
    body: {
      orderId: '01890a5d-ac96-774b-bcce-b302099a8057',
      amount: { amount: '12.30', currency: 'EUR' },
      payerEmail: 'jane@example.com',
    },
  },
  {
    path: '/v1/payments/disputes',
    none: 'there are no disputes in payments',
    some: 'there is a dispute among the disputes in payments',
    body: {
      paymentId: '01890a5d-ac96-774b-bcce-b302099a8057',
      caseNumber: 'case number',
      amount: { amount: '12.30', currency: 'EUR' },
      respondBy: '2026-01-15',
    },
  },
];

test('every consumer of the API gets what its contract says', async () => {
  const service = await startService(resolve(import.meta.dir, '../..'), [
    'catalog:read',
    'catalog:write',
    'ordering:read',
    'ordering:write',
    'payments:read',
    'payments:write',
  ]);
  try {
    await verifyService('api', service, collections);
  } finally {
    await service.stop();
  }
}, 180_000);
