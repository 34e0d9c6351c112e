import { afterAll, describe } from 'bun:test';
import { eventContractBetween, id, like, money } from '@packages/contract-testing';

import { createPaymentsHandlers } from '../../src/application/handlers.ts';
import { createFakePayments } from '../fakes/payments.ts';

const listeners = () => createPaymentsHandlers(createFakePayments().ports);

describe('what payments hears of ordering', () => {
  const contract = eventContractBetween({ consumer: 'payments', provider: 'ordering' }, listeners);

  afterAll(contract.settle);

  contract.expects('ordering.order-cancelled.v1', {
    id: id('01890a5d-ac96-774b-bcce-b302099a8057'),
  });

  contract.expects('ordering.payment-requested.v1', {
    orderId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
    amount: money('12.30', 'EUR'),
    payerEmail: like('jane@example.com'),
  });

  contract.expects('ordering.payment-reversal-requested.v1', {
    orderId: id('01890a5d-ac96-774b-bcce-b302099a8057'),
  });
});
