import { afterAll, describe } from 'bun:test';
import { eventContractBetween, id, integer, like, money, time } from '@packages/contract-testing';

import { createOrderingHandlers } from '../../src/application/handlers.ts';
import { createFakeOrdering } from '../fakes/ordering.ts';

const listeners = () => createOrderingHandlers(createFakeOrdering().ports);

describe('what ordering hears of catalog', () => {
  const contract = eventContractBetween({ consumer: 'ordering', provider: 'catalog' }, listeners);

  afterAll(contract.settle);

  contract.expects('catalog.allocation-confirmed.v1', {
    orderId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
  });

  contract.expects('catalog.allocation-rejected.v1', {
    orderId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
  });

  contract.expects('catalog.product-changed.v1', {
    id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
    sku: like('AAA'),
    title: like('title'),
    price: money('12.30', 'EUR'),
    version: integer(1),
    createdAt: time('2026-01-15T09:30:00.000Z'),
    updatedAt: time('2026-01-15T09:30:00.000Z'),
  });

  contract.expects('catalog.product-discontinued.v1', {
    id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
  });

  contract.expects('catalog.product-published.v1', {
    id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
    sku: like('AAA'),
    title: like('title'),
    price: money('12.30', 'EUR'),
    version: integer(1),
    createdAt: time('2026-01-15T09:30:00.000Z'),
    updatedAt: time('2026-01-15T09:30:00.000Z'),
  });
});

describe('what ordering hears of payments', () => {
  const contract = eventContractBetween({ consumer: 'ordering', provider: 'payments' }, listeners);

  afterAll(contract.settle);

  contract.expects('payments.payment-captured.v1', {
    orderId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
  });

  contract.expects('payments.payment-declined.v1', {
    orderId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
  });
});
