import { createFakePayments } from '../fakes/payments.ts';
import { paymentRepositoryContract } from './payment.repository.contract.ts';

paymentRepositoryContract('memory', () => Promise.resolve(createFakePayments().ports));
