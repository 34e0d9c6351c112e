import type { Clock, IdGenerator, UnitOfWork } from '@packages/kernel/application';

import type { PaymentRepository } from '../domain/payment/payment.repository.ts';
import type { DisputeRepository } from '../domain/dispute/dispute.repository.ts';
import type { PaymentGateway } from './externals/payment-gateway.ts';
import type { PaymentQueries } from './payment/queries.ts';
import type { DisputeQueries } from './dispute/queries.ts';

/** What a unit of work gives access to. */
export interface PaymentsRepositories {
  readonly payments: PaymentRepository;
  readonly disputes: DisputeRepository;
}

export interface PaymentsQueries {
  readonly payments: PaymentQueries;
  readonly disputes: DisputeQueries;
}

/** What the use cases need of the world. */
export interface PaymentsPorts {
  readonly unitOfWork: UnitOfWork<PaymentsRepositories>;
  readonly queries: PaymentsQueries;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly paymentGateway: PaymentGateway;
}
