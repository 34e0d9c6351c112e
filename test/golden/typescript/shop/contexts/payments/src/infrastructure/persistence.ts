import type { UnitOfWork } from '@packages/kernel/application';
import { createUnitOfWork } from '@packages/platform/database';
import type { ModuleDependencies } from '@packages/platform/module';
import type { PaymentsQueries, PaymentsRepositories } from '../application/ports.ts';
import { publishPaymentsEvent, type PaymentsEvent } from '../application/published-events.ts';
import type { PaymentSnapshot } from '../domain/payment/payment.snapshot.ts';
import type { DisputeSnapshot } from '../domain/dispute/dispute.snapshot.ts';
import { createPaymentQueries } from './payment/payment.queries.ts';
import { createPaymentRepository } from './payment/payment.repository.ts';
import { columns as paymentColumns } from './payment/payment.rows.ts';
import { createDisputeQueries } from './dispute/dispute.queries.ts';
import { createDisputeRepository } from './dispute/dispute.repository.ts';
import { columns as disputeColumns } from './dispute/dispute.rows.ts';

export interface PaymentsPersistence {
  readonly unitOfWork: UnitOfWork<PaymentsRepositories>;
  readonly queries: PaymentsQueries;
}

export function createPaymentsPersistence(
  dependencies: Pick<
    ModuleDependencies,
    'database' | 'telemetry' | 'clock' | 'ids' | 'subscribed' | 'cache'
  >,
): PaymentsPersistence {
  const { database, clock, ids, subscribed, telemetry } = dependencies;
  const documents = {
    Payment: dependencies.cache.of<PaymentSnapshot>('payments.payments', paymentColumns),
    Dispute: dependencies.cache.of<DisputeSnapshot>('payments.disputes', disputeColumns),
  };
  return {
    unitOfWork: createUnitOfWork<PaymentsRepositories, PaymentsEvent>({
      database,
      schema: 'payments',
      clock,
      ids,
      subscribed,
      telemetry,
      publish: publishPaymentsEvent,
      changed: ({ aggregate, aggregateId, version }) =>
        documents[aggregate].drop(aggregateId, version),
      repositories: (session) => ({
        payments: createPaymentRepository(session),
        disputes: createDisputeRepository(session),
      }),
    }),
    queries: {
      payments: createPaymentQueries(database, documents.Payment),
      disputes: createDisputeQueries(database, documents.Dispute),
    },
  };
}
