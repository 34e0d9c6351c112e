import { createFakeOrdering } from '../fakes/ordering.ts';
import { orderRepositoryContract } from './order.repository.contract.ts';

orderRepositoryContract('memory', () => Promise.resolve(createFakeOrdering().ports));
