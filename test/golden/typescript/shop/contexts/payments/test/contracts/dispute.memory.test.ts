import { createFakePayments } from '../fakes/payments.ts';
import { disputeRepositoryContract } from './dispute.repository.contract.ts';

disputeRepositoryContract('memory', () => Promise.resolve(createFakePayments().ports));
