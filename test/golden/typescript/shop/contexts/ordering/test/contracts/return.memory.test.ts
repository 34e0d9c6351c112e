import { createFakeOrdering } from '../fakes/ordering.ts';
import { returnRepositoryContract } from './return.repository.contract.ts';

returnRepositoryContract('memory', () => Promise.resolve(createFakeOrdering().ports));
