import { MemoryWorld } from '@packages/kernel/testing';

import type {
  PaymentsPorts,
  PaymentsQueries,
  PaymentsRepositories,
} from '../../src/application/ports.ts';
import { createPaymentsUseCases } from '../../src/application/use-cases.ts';
import { Payment } from '../../src/domain/payment/payment.ts';
import type { PaymentSnapshot } from '../../src/domain/payment/payment.snapshot.ts';
import { Dispute } from '../../src/domain/dispute/dispute.ts';
import type { DisputeSnapshot } from '../../src/domain/dispute/dispute.snapshot.ts';
import type { PaymentRepository } from '../../src/domain/payment/payment.repository.ts';
import { FakePaymentGateway } from './payment-gateway.ts';

/** The context on a database in memory, with a clock that stands still and nobody outside. */
export function createFakePayments() {
  const world = new MemoryWorld();
  const stores = {
    payments: world.repository<Payment, PaymentSnapshot>({
      reconstitute: (snapshot) => Payment.reconstitute(snapshot),
      unique: ['orderId'],
    }),
    disputes: world.repository<Dispute, DisputeSnapshot>({
      reconstitute: (snapshot) => Dispute.reconstitute(snapshot),
      unique: ['caseNumber'],
    }),
  };
  const repositories: PaymentsRepositories = {
    ...stores,
    payments: Object.assign(stores.payments, {
      idsByOrderId: (orderId, { statuses, ...page }) =>
        stores.payments.idsWhere(
          (stored) => statuses.includes(stored.status) && Bun.deepEquals(stored.orderId, orderId),
          page,
        ),
    } satisfies Pick<PaymentRepository, 'idsByOrderId'>),
  };
  const queries: PaymentsQueries = {
    payments: stores.payments.table,
    disputes: stores.disputes.table,
  };
  const outside = {
    paymentGateway: new FakePaymentGateway(),
  };
  const ports: PaymentsPorts = {
    unitOfWork: world.unitOfWork(repositories),
    queries,
    clock: world.clock,
    ids: world.ids,
    ...outside,
  };
  return { world, stores, outside, ports, useCases: createPaymentsUseCases(ports) };
}
