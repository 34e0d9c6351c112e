import { afterAll, describe } from 'bun:test';
import { eventContractBetween, id, integer } from '@packages/contract-testing';

import { createCatalogHandlers } from '../../src/application/handlers.ts';
import { createFakeCatalog } from '../fakes/catalog.ts';

const listeners = () => createCatalogHandlers(createFakeCatalog().ports);

describe('what catalog hears of ordering', () => {
  const contract = eventContractBetween({ consumer: 'catalog', provider: 'ordering' }, listeners);

  afterAll(contract.settle);

  contract.expects('ordering.allocation-release-requested.v1', {
    orderId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
  });

  contract.expects('ordering.allocation-requested.v1', {
    orderId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
    productId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
    quantity: integer(3),
  });

  contract.expects('ordering.order-cancelled.v1', {
    id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
  });
});
